"""A file of questions for jupyterquiz becomes a bank in the form in which authors write banks."""
