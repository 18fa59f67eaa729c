"""Forms of the office: each names its fields as the fact that it writes does."""
