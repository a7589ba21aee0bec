"""What every room uses: files, languages, the course folder, locks and messages."""
