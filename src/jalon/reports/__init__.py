"""Reports: page models of a Release, or of a part's working state, as PDF, DOCX and XLSX documents (ADR 16)."""
