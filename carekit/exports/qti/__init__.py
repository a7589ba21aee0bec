"""A bank or an exam as a package of QTI 3 items."""
