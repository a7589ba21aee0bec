"""The class list: read from a file, compared with the gradebook, and written into it."""
