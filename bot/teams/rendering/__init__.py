"""The pieces of cards and dialogs."""
