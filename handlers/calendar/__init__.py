"""The calendar: what is posted when; one row, one handler for each kind of thing."""
