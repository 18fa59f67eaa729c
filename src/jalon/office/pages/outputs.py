"""The page of an output: everything that is said of it."""

import uuid
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

from jalon.core.models import Part, User
from jalon.facts.common import Text
from jalon.facts.output import Output
from jalon.office import labels
from jalon.office.around import published
from jalon.office.pages.following_lists import amounts
from jalon.office.pages.naming import named, visible_parts
from jalon.plans.models import Output as StoredOutput
from jalon.plans.selectors.output import output_page
from jalon.publication.reader import Reader
from jalon.publication.words import date_words


@dataclass(frozen=True, slots=True)
class OutputView:
    """An output in words. `subjects`: uid and name of each thing that it belongs to."""

    uid: str
    kind: str
    title: Text
    facts: tuple[tuple[str, str], ...]
    subjects: tuple[tuple[str, str], ...]
    note: Text | None
    unsourced: bool


def build(part: Part, uid: uuid.UUID, user: User) -> OutputView:
    """Read an output of the part; 404 when it is not there."""
    try:
        page = output_page(uid, user)
    except StoredOutput.DoesNotExist:
        raise Http404 from None
    if page.part.slug != part.slug:
        raise Http404
    fact, reader = page.output.fact, published()
    names = named(fact.subjects, reader, drafts=visible_parts(user))
    return OutputView(
        uid=fact.uid, kind=str(labels.OUTPUT[fact.type]), title=fact.title, facts=_facts(fact, reader),
        subjects=tuple((uid, names[uid]) for uid in fact.subjects), note=fact.note, unsourced=not page.output.sourced,
    )  # fmt: skip


def _facts(fact: Output, reader: Reader | None) -> tuple[tuple[str, str], ...]:
    def bodies(name: str) -> str:
        return ", ".join(one.name for one in getattr(fact, name))

    pairs = (
        (_("Quand"), date_words(fact.when)),
        (_("Quantités"), amounts(fact)),
        (_("Pour les années"), date_words(fact.years)),
        (_("Territoire"), territory_words(fact.territory, reader)),
        (_("Lieu"), fact.place or ""),
        (_("Qui l’a fait"), bodies("carried_out_by")),
        (_("Avec qui"), bodies("counterparts")),
        (_("Bénéficiaires"), bodies("beneficiaries")),
        (_("Professions"), ", ".join(fact.professions)),
        (_("Canaux"), ", ".join(fact.channels)),
        (_("Langues"), ", ".join(fact.languages)),
        (_("Nature du bien"), fact.property_type or ""),
        (_("Selon"), ", ".join(filter(None, (fact.said_by.name if fact.said_by else "", date_words(fact.said))))),
    )
    return tuple((name, words) for name, words in pairs if words)


def territory_words(uid: str | None, reader: Reader | None) -> str:
    """The name of a published territory."""
    found = (f"{one.name} ({one.code})" for one in (reader.territories() if reader and uid else ()) if one.uid == uid)
    return next(found, _("inconnu ici") if uid else "")
