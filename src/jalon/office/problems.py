"""All errors of a page, for the summary at its top: each leads to its field."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from jalon.office.forms.citations import CitationForms
from jalon.ui.pieces import Problem
from jalon.ui.templatetags.ui import problems as of_form


def field_problems(form: Any, cites: Any = None, undecided: Iterable[str] = ()) -> tuple[Problem, ...]:
    """The problems of a form, of its sources, and of the choices that a conflict asks for."""
    if not form.is_bound:
        return ()
    found = list(of_form(form))
    for place, row in enumerate(cites.forms if cites is not None else (), 1):
        words = _("Source %(n)d") if isinstance(cites, CitationForms) else _("Ligne %(n)d")
        found += [Problem(one.field, f"{words % {'n': place}}, {one.message}") for one in of_form(row)]
    for name in undecided:
        label = form.fields[name].label if name in form.fields else _("Sources")
        found.append(Problem(f"garder_{name}", _("%(label)s : choisissez un des deux textes.") % {"label": label}))
    return tuple(found)
