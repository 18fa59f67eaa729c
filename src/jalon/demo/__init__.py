"""Demo: the real French data as plan packages."""
