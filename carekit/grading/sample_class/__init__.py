"""A class that never was: submissions, logs and accidents made from the course."""
