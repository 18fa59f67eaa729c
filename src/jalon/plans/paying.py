"""Lines of means of a table, held close: those that the part has not, and how they are written."""

import uuid
from collections.abc import Sequence
from typing import Any

from jalon.core.models import Part
from jalon.facts.common import Text
from jalon.facts.payings import Paying, Payings
from jalon.facts.plan import Means
from jalon.plans import holding, models


def parted(part: Part, payings: Payings) -> tuple[tuple[Means, ...], Payings]:
    """The lines that the part has already, live or withdrawn, and the others."""
    if not models.Means.objects.of_part(part).exists():
        return (), payings
    old: list[Paying] = []
    new = Payings()
    for some in payings.pieces(holding.BATCH):
        known = holding.known_uids(part, models.Means, some)
        old += (one for one in some if one.uid in known)
        for one in some:
            if one.uid not in known:
                new.add(*one)
    return tuple(one.fact for one in old), new


class Writing(holding.Writing):
    """Lines of means that a part takes in at one moment."""

    model, own = models.Means, ("measure_uid", "item", "amount", "note")

    def _own(self, some: Any) -> Sequence[Sequence[Any]]:
        items = [_text(said.item, item) for item, said in zip(some.item, some.said, strict=True)]
        notes = [
            _text(said.note, note) if note and said.note else None
            for note, said in zip(some.note, some.said, strict=True)
        ]
        column = self._rows.column
        return self._subjects(some.measure), column("item", items), some.amount, column("note", notes)

    def _said(self, said: Means) -> dict[str, Any]:
        return super()._said(said) | {"plan_uid": uuid.UUID(said.plan) if said.plan else None}


def _text(like: Text, words: str) -> Text:
    return Text(value=words, lang=like.lang, wording=like.wording)
