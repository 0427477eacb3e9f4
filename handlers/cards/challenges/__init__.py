"""A challenge's cards and forms."""
