"""The feed tells of indicators, outputs and states: what is new, what changed, what is no more."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

from django.test import Client

from jalon.facts.common import Text, When
from jalon.facts.indicator import Expected
from jalon.facts.part import PartFacts
from jalon.facts.state import Declared, Reply, ReplyState, State, StateLine
from jalon.facts.uids import stable_uid
from tests.publishing import NOON, Publisher
from tests.synthetic import COALITION, PLAN, measure_uid, text
from tests.synthetic_following import PLACES, following_part

CONTENT = "{http://www.w3.org/2005/Atom}content"


def state(key: str, words: str, **said: Any) -> State:
    """An invented state of one line, that of the second measure."""
    reply = Reply(
        body=COALITION, state=ReplyState.RETURNED, declared=(Declared(key="progress", text=Text(value=words)),)
    )
    line = StateLine(subject=measure_uid(2), replies=(reply,))
    return State(
        uid=stable_uid(f"synthetic/state/{key}"), slug=f"etat-{key}", plan=PLAN, title=text(f"État de {key}"),
        session=When(edtf="2026-12"), period=When(edtf="2026"), frozen_at="2026-01-10T09:00:00Z", lines=(line,), **said,
    )  # fmt: skip


def contents(client: Client, path: str = "/atom.xml") -> list[str]:
    """What each Release changed, latest first."""
    feed = ElementTree.fromstring(client.get(path).content)
    return [found.text or "" for found in feed.iter(CONTENT)]


def test_what_is_new_what_changed_and_what_is_no_more_is_told(publisher: Publisher, client: Client) -> None:
    whole = replace(following_part(), states=(state("decembre", "Douze places"),))
    places = next(one for one in whole.indicators if one.uid == PLACES)
    lyon = whole.outputs[0]

    def without() -> PartFacts:
        series = tuple(one for one in whole.series if one.of != PLACES)
        rest = tuple(one for one in whole.indicators if one.code not in {"places", "share"})
        return replace(whole, indicators=rest, series=series, outputs=whole.outputs[1:], states=())

    def changed() -> PartFacts:
        aim = replace(places, expected=(Expected(when=When(edtf="2021"), value="80", final=True),))
        indicators = tuple(aim if one is places else one for one in whole.indicators)
        moved = replace(lyon, place="Villeurbanne")
        later = state("juin", "Vingt places", previous=whole.states[0].uid)
        return replace(whole, indicators=indicators, outputs=(moved, *whole.outputs[1:]), states=(*whole.states, later))

    for day, facts in enumerate((without(), whole, changed(), without())):
        publisher.release(facts, at=NOON + timedelta(days=day))
    gone, then, new, _first = contents(client)
    for told in ("Places sûres", "Module de Lyon", "État de decembre"):
        assert told in new and told in gone
    assert "50" in then and "80" in then and "Villeurbanne" in then and "État de juin" in then
    assert "État de decembre" not in then
    english = contents(client, "/en/atom.xml")
    assert "Villeurbanne" in english[1] and "indicateur" not in english[2]
