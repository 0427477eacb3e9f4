"""Conversations with the handlers, on a real database."""
