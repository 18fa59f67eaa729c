"""The commands of `jalon`, one file a subject. Modules here import only click and the console at the top."""
