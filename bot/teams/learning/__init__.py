"""Tenants, conversations and people."""
