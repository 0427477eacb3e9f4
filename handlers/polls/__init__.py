"""Polls: quick questions, from asking to the answer that is owed; storage/votes.py keeps what people chose."""
