"""Page models of the office: frozen, read in a constant number of queries, no records of the database inside."""
