"""One grading run: engines, worker processes, ledger and results."""
