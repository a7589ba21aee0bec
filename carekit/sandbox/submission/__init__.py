"""A submission beside its assignment: read, repaired and put into the shape of the set."""
