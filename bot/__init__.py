"""Everything that touches the outside: settings, clock, network, platforms, command line."""
