"""Portal: public pages; reads publication only, never the database."""
