"""What came back compared with what was sent: pure functions, no database, no clock, no language of people."""
