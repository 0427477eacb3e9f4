"""What happened -> what it is worth: pure rules, no I/O, no clock, no platform."""
