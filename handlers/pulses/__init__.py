"""Pulses: a few short anonymous questions by a rhythm, and how the answers change over time."""
