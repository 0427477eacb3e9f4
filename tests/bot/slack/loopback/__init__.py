"""A stand-in for Slack on this machine: HTTP and WebSocket, its rules, limits and failures; see `slack.Slack`."""
