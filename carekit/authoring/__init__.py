"""What an author works with: texts become notebooks, and every sentence is read for mistakes."""
