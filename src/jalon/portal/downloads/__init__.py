"""Files to take away: tables in CSV, JSON and XLSX, the whole as a Data Package, Atom, iCalendar, sitemap."""

from jalon.portal.downloads.details import DETAILS
from jalon.portal.downloads.files import document_file
from jalon.portal.downloads.tables import TABLES
from jalon.portal.downloads.views import atom_file, calendar_file, package_file, sitemap_file, table_file

TABLES.update(DETAILS)  # one list of all tables, whichever module describes them

__all__ = ["atom_file", "calendar_file", "document_file", "package_file", "sitemap_file", "table_file"]
