"""Challenges: goals that a team or the whole company wants to reach together, and how far it has come."""
