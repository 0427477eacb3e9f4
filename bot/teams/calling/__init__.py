"""The connector's REST interface, its tokens, limits and outcomes."""
