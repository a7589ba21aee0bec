"""A class's grades as the file that a learning platform takes back."""
