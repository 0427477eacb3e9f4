"""The gallery: every card and dialog as each platform gets it, drawn side by side to be looked at."""
