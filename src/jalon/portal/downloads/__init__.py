"""Files to take away: tables in CSV, JSON and XLSX, the whole as a Data Package, Atom, iCalendar, sitemap."""

from jalon.portal.downloads.changes import changes_file
from jalon.portal.downloads.committed import COMMITTED
from jalon.portal.downloads.details import DETAILS
from jalon.portal.downloads.evaluated import EVALUATED
from jalon.portal.downloads.files import document_file
from jalon.portal.downloads.followed import FOLLOWED
from jalon.portal.downloads.labelled import labelled
from jalon.portal.downloads.reports import report_file
from jalon.portal.downloads.schemas import schema_file
from jalon.portal.downloads.tables import TABLES
from jalon.portal.downloads.views import atom_file, calendar_file, package_file, sitemap_file, table_file

TABLES.update(DETAILS)  # one list of all tables, whichever module describes them
TABLES.update(FOLLOWED)
TABLES.update(EVALUATED)
TABLES.update(COMMITTED)
TABLES.update({name: labelled(name, table) for name, table in TABLES.items()})

__all__ = [
    "atom_file",
    "calendar_file",
    "changes_file",
    "document_file",
    "package_file",
    "report_file",
    "schema_file",
    "sitemap_file",
    "table_file",
]
