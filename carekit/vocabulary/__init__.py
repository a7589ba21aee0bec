"""The words of a course: glossary, look-up and recorded pronunciation."""
