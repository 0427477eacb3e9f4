"""Contests: colleagues show something, colleagues vote with reactions, and on time somebody wins."""
