"""Slack: events and requests over HTTP or Socket Mode, cards as Block Kit, limits honoured."""
