"""Whether a recommendation repeats an older one: the nearest texts, side by side. A person says so; nothing is linked here."""

from dataclasses import dataclass

from jalon.commitments import models
from jalon.commitments.selectors import ledger
from jalon.core.models import Part, User
from jalon.facts.common import Text
from jalon.facts.recommendation import Recommendation
from jalon.methods.matching import MOST, index_of
from jalon.methods.matching import Text as Indexed
from jalon.office.pages.commitments import Surroundings
from jalon.publication.words import date_words


@dataclass(frozen=True, slots=True)
class Alike:
    """Another recommendation with the text of it that is near. `same`: word for word; `chosen`: it is the one that is repeated."""

    uid: str
    body: str
    where: str
    when: str
    text: Text
    same: bool
    chosen: bool


def alike(part: Part, row: models.Recommendation, user: User) -> tuple[Alike, ...]:
    """The five to ten recommendations nearest by letters, of this part and of others; first the one that is said to be repeated."""
    around = Surroundings(part, user)
    held = (*ledger.recommendations_page(part.slug, user).rows, *ledger.others_recommendations(part, user))
    published = around.elsewhere("recommendation", around.reader.recommendations() if around.reader else ())
    facts = {one.uid: one for one in (*(one.recommendation.fact for one in held), *published)}
    texts = {f"{uid} {place}": text for uid, one in facts.items() for place, text in enumerate(one.texts)}
    own = {key for key in texts if key.startswith(str(row.uid))}
    index = index_of(tuple(Indexed(key, text.value) for key, text in texts.items()))
    found: dict[str, Alike] = {}
    repeats = str(row.repeats_uid or "")
    if repeats in facts and facts[repeats].texts:
        found[repeats] = _alike(facts[repeats], facts[repeats].texts[0], same=False, chosen=True)
    for text in row.texts:
        for one in index.nearest(text.value, MOST, own).candidates:
            uid = one.key.partition(" ")[0]
            if uid not in found or found[uid].chosen:
                found[uid] = _alike(facts[uid], texts[one.key], same=one.same, chosen=uid == repeats)
    return tuple(found.values())[: MOST + 1]


def _alike(fact: Recommendation, text: Text, *, same: bool, chosen: bool) -> Alike:
    where = ", ".join(filter(None, [fact.report or fact.instrument, fact.symbol, fact.paragraph]))
    return Alike(fact.uid, fact.body.name, where, date_words(fact.when), text, same, chosen)
