"""Trends: what is rising in channels that an admin opened for it, and ideas that come of it."""
