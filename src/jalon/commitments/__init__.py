"""Commitments: recommendations, promises, follow-up committees, parliamentary acts, lineage and overlaps of measures."""
