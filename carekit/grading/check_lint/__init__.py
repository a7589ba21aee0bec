"""What is wrong with a set's checks, found before the set is released."""
