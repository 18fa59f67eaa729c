"""Office: signed-in pages and forms."""
