"""A bank or an exam as a test to print, with an answer sheet and a key for the trainer."""
