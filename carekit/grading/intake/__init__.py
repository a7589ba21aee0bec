"""From what was handed in to submissions: archives, layouts, whose it is, which notebook."""
