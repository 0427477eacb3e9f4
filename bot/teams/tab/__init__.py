"""A page that shows a member what is theirs."""
