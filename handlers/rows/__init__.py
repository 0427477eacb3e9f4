"""Rows: what stands in the table of handlers (handlers/table.py), by subject."""
