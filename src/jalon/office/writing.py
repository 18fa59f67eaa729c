"""From a filled form to actions: sources first, then the record, in one transaction; refusals come back to the fields."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.forms import BaseForm
from django.http import QueryDict

from jalon.core.actions import sources as source_actions
from jalon.core.citing import Citations
from jalon.core.errors import Conflict, Invalid
from jalon.core.models import Part, User
from jalon.core.storage import put
from jalon.facts import rules
from jalon.office.fiches import Fiche, Where
from jalon.office.forms.base import FactForm
from jalon.office.forms.citations import CitationForms
from jalon.plans import actions
from jalon.plans.models import Statement

FIELD_NAMES = {"record": "", "citations": "", "file": "file", "statement": "", "part": ""}


def save_new(fiche: Fiche, where: Where, form: FactForm, cites: CitationForms, *, by: User, to_find: bool) -> Any:
    """Write a new record with its sources."""
    with transaction.atomic():
        supported = citations(where.part, cites, by) if fiche.cites else ()
        sourced = {"by": by, "citations": supported, "source_to_find": to_find}
        return fiche.add(where, form.values() | stored(where.part, form, by), sourced)


def save_changes(
    fiche: Fiche, row: Any, form: FactForm, cites: CitationForms, *, by: User, to_find: bool, leave: tuple[str, ...]
) -> Any:
    """Write the changed record; `leave` names the fields (or `citations`) that stay as they stand."""
    with transaction.atomic():
        sources = None if "citations" in leave or not fiche.cites else citations(row.part, cites, by)
        if sources is not None and sources == initial_citations(cites):
            sources = None
        values = (
            form.values()
            | {name: getattr(row, name) for name in leave if name in form.written()}
            | stored(row.part, form, by)
        )
        if isinstance(row, Statement) and _same(row, values):
            return _cited_anew(row, sources, form, by=by, to_find=to_find)
        options: dict[str, Any] = {"by": by, "expected_revision": form.cleaned_data["expected_revision"] or 0}
        if fiche.cites:
            options |= {"citations": sources, "source_to_find": to_find}
        return fiche.edit(**{fiche.name: row}, **options, **values)


def _same(row: Any, values: Mapping[str, Any]) -> bool:
    return all(getattr(row, name) == value for name, value in values.items())


def _cited_anew(row: Statement, sources: Citations | None, form: FactForm, *, by: User, to_find: bool) -> Statement:
    """The same words with other sources are the same statement: nothing takes its place."""
    if sources is None:
        return row
    revision = form.cleaned_data["expected_revision"] or 0
    actions.cite(record=row, citations=sources, by=by, expected_revision=revision, source_to_find=to_find)
    return row


def citations(part: Part, cites: CitationForms, by: User) -> Citations:
    """The citations of the form; sources that are new are added to the part."""
    made = {address: new_source(part, address, title, by) for address, title in cites.new_sources().items()}
    return cites.citations(made)


def initial_citations(cites: CitationForms) -> Citations:
    """What the form started from, to see whether anything changed."""
    from jalon.facts.common import Citation, Confidence

    rows = cites.initial or ()
    return tuple(
        Citation(source=row["source"], field=row["field"], locator=row["locator"] or None, quote=row["quote"] or None,
                 confidence=Confidence(row["confidence"]))
        for row in rows
    )  # fmt: skip


def new_source(part: Part, address: str, title: str, by: User) -> str:
    """The uid of the source of this address, added to the part when it is new."""
    url = address if not rules.url(address) else None
    return str(source_actions.add(by=by, part=part, address=address, url=url, title=title or None).uid)


def stored(part: Part, form: FactForm, by: User) -> dict[str, Any]:
    """The uploaded file of the form, checked and kept, as values of its document."""
    file = form.cleaned_data.get("file")
    if not file:
        return {}
    kept = put(file, part=part, name=file.name or "", by=by)
    return {"sha256": kept.sha256, "size": kept.size, "media_type": kept.media_type}


def outdated(form: BaseForm, met: Conflict, field: str = "expected_revision") -> None:
    """Say that somebody wrote meanwhile; the form stands as it was filled, and goes through when it is sent again."""
    form.add_error(None, str(met))
    form.data = {**form.data.dict(), field: str(met.current)} if isinstance(form.data, QueryDict) else form.data


def tell(form: BaseForm, refused: Invalid, names: Mapping[str, str] = FIELD_NAMES) -> None:
    """Put what an action refused on the fields that it is about."""
    for name, message in refused.problems.items():
        target = names.get(name, name)
        form.add_error(target if target in form.fields else None, message)
