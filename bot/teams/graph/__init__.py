"""Subscriptions to channels, their notifications, and what is read through it."""
