"""Commitments: parliamentary acts (recommendations and promises come next)."""
