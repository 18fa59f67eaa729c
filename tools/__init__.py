"""The project's own tools: environment, catalogues, house rules."""
