"""Plans: plans, sections, measures, dated statements, steps, means, documents, series and observations."""
