"""Cards: what the bot says, as data; one module per subject, each card with an `example()`."""
