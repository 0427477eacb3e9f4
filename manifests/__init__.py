"""What Slack and Teams need to install the app."""
