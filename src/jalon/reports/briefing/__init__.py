"""The briefing book for a session of a follow-up committee: which session, what it is told, what is handed to readers."""
