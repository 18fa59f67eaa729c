"""Reporting campaigns: what bodies are asked for a session, what they return, and the state that is frozen from it."""
