"""The marking desk: a page on this machine where written answers are marked by keyboard."""
