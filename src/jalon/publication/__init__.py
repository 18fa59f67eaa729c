"""Publication: parts and Releases; the only door to the public."""
