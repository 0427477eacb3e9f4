"""A contest's cards and forms."""
