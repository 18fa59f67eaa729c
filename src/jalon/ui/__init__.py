"""UI: tokens, components, fonts, base pages."""
