"""What the stand-ins of all platforms share: faults, a server on a thread of its own, deliveries, the bot beside it."""
