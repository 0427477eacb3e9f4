"""Tests of importing a Slack workspace export."""
