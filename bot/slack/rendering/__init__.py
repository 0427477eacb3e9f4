"""Rendering: the pieces that cards and dialogs of Slack are made of; pure."""
