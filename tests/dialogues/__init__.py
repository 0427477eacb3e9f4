"""Dialogues: conversations that are held on every platform and must end in the same state."""
