"""Questions and words for other systems, each with a report of what these cannot hold."""
