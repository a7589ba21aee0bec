"""What an author starts from: a new course, and the parts that are added to one."""
