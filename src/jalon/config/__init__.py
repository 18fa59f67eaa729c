"""Configuration: settings, addresses, command line, supervisor. The only room that imports all others."""
