"""What each evaluator says was done, on its own scale; the team that works on it. See docs/adr/0017."""
