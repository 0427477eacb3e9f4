"""The cards of birthdays and anniversaries."""
