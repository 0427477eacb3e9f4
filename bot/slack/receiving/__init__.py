"""Receiving: requests and connections, verified, handed on, and answered in time."""
