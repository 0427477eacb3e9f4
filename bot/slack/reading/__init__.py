"""Reading: what payloads of Slack say, turned into events; pure."""
