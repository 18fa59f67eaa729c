"""Core: organisations, people, parts, vocabularies, territories, citations, permissions, audit, outbound, storage, backup. Imports no other room."""
