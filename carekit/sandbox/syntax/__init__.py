"""What can be told from the syntax of code, without running it."""
