"""What hangs from records, or speaks of them: it is not taken away under them."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from jalon.core.errors import Invalid
from jalon.core.fields import FactField
from jalon.core.models import Part
from jalon.core.records import Records

LISTS = frozenset({"subjects", "measures", "measure_uids", "plans", "earlier", "later"})
"""Columns that hold the uids of several records."""


def hanging(part: Part, pks: Mapping[Any, list[int]], uids: set[str]) -> Iterator[models.QuerySet[Any]]:
    """Live records of the part that name one of these: by a relation, or by its uid, alone or in a list."""
    for model, keys in pks.items():
        for link in model._meta.related_objects:
            if (link.one_to_many or link.one_to_one) and hasattr(link.related_model, "uid"):
                yield _live(link.related_model._default_manager.filter(**{f"{link.field.name}__in": keys}))
    for other in apps.get_models():
        manager: Any = other._default_manager
        if hasattr(other, "withdrawn_at") and hasattr(other, "uid") and hasattr(manager, "of_part"):
            for field in other._meta.concrete_fields:
                if field.name.endswith("_uid"):
                    yield _live(manager.of_part(part).filter(**{f"{field.name}__in": uids}))
                elif field.name in LISTS and isinstance(field, FactField):
                    yield _listing(_live(manager.of_part(part)), field.name, uids)


def _listing(rows: models.QuerySet[Any], name: str, uids: set[str]) -> models.QuerySet[Any]:
    """Those whose list names one of these."""
    return rows.filter(pk__in=[pk for pk, named in rows.values_list("pk", name) if not uids.isdisjoint(named)])


def _live(rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    return rows.standing() if isinstance(rows, Records) else rows


def refuse_named(names: list[str], why: str) -> None:
    """`Invalid`, naming the first of these records, when there is any."""
    if names:
        shown = "\u00a0; ".join(name[:80] for name in names[:5]) + ("…" if len(names) > 5 else "")
        message = _("%(why)s (%(count)d)\u00a0: %(names)s. Rien n’est défait.")
        raise Invalid({"record": message % {"why": why, "count": len(names), "names": shown}})
