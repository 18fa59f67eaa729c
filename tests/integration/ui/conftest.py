"""Both languages: the catalogues are compiled before the first page is made."""

from jalon.config.catalogues import compile_all
from jalon.ui.i18n import PACKAGE

list(compile_all(PACKAGE))
