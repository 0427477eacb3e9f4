"""The cards of coffee rounds."""
