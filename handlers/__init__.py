"""What a person or the calendar can ask of the bot, one module per subject."""
