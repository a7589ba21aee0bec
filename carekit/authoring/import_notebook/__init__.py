"""An instructor notebook of nbgrader's becomes a set in the form in which authors write sets."""
