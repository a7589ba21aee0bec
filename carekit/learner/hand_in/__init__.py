"""Handing in a set: what is not answered, whether it runs, one file, and a receipt for it."""
