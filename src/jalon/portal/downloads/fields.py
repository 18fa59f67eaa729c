"""What a table is made of: columns, the cells of texts, dates and sources, the plan that was asked for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from jalon.facts.common import Citation, OrgRef, Text, When
from jalon.facts.plan import Plan
from jalon.portal.context import Context
from jalon.portal.errors import BadQuery

Value = str | int | bool | None
Record = tuple[Value, ...]
Params = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """A column. `type` is one of Table Schema's: string, integer, number, boolean. Numbers travel as decimal strings."""

    name: str
    title: str | Promise
    type: str = "string"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns, the filters that its address takes, and how its rows are read."""

    title: str | Promise
    fields: tuple[Field, ...]
    rows: Callable[[Context, Params], Iterable[Record]]
    filters: dict[str, str | Promise] = field(default_factory=dict)


def columns(*named: tuple[str, str | Promise] | tuple[str, str | Promise, str]) -> tuple[Field, ...]:
    return tuple(Field(*one) for one in named)


# --- small things ----------------------------------------------------------------------------------------------------


def text_cells(text: Text | None) -> tuple[Value, Value, Value]:
    """(value, language, wording): a summary is never to be quoted."""
    return (text.value, text.lang, text.wording.value) if text else (None, None, None)


def when_cells(when: When | None) -> tuple[Value, Value]:
    """(EDTF, words as printed)."""
    return (when.edtf, when.printed or when.recurrence) if when else (None, None)


def name_of(ref: OrgRef | None) -> str | None:
    return ref.name if ref else None


def source_uids(citations: Iterable[Citation]) -> str:
    return " ".join(dict.fromkeys(c.source for c in citations))


def asked_plan(ctx: Context, params: Params) -> Plan | None:
    """The plan that `?plan=` names. Raises BadQuery."""
    slug = params.get("plan", "").strip()
    plan = ctx.reader.plan(slug) if slug else None
    if slug and plan is None:
        raise BadQuery("plan", _("Aucun plan ne porte l’adresse « %(read)s ».") % {"read": slug[:40]})
    return plan


def asked_plans(ctx: Context, params: Params) -> tuple[Plan, ...]:
    plan = asked_plan(ctx, params)
    return (plan,) if plan else ctx.reader.plans()


# --- rows ------------------------------------------------------------------------------------------------------------
