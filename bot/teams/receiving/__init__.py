"""Verifying, committing, answering."""
