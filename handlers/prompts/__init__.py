"""Prompts: questions that get people to talk; a library of our own, and what a workspace adds."""
