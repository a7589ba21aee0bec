"""One question, shown to different eyes: each view is an allow-list of what may be in it."""
