"""Microsoft Teams: what is received, said, learnt and installed there."""
