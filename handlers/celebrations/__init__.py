"""Celebrations: birthdays and anniversaries of colleagues, and the cards that are signed for them."""
