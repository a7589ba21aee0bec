"""A course while its author writes: what was saved is made anew and shown in JupyterLab."""
