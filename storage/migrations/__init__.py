"""Migrations: how the tables came to be as they are, one step each, run by storage.schema."""
