"""Calling: Slack's Web API within its limits, and every way in which a call can end."""
