"""nbgrader's gradebook: reading, writing, due dates and late penalties."""
