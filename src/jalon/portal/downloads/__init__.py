"""Files to take away: tables in CSV, JSON and XLSX, the whole as a Data Package, Atom, iCalendar, sitemap."""

from jalon.portal.downloads.views import atom_file, calendar_file, package_file, sitemap_file, table_file

__all__ = ["atom_file", "calendar_file", "package_file", "sitemap_file", "table_file"]
