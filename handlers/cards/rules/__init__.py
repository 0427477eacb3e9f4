"""The cards and forms of the rule book and its settings."""
