"""A directory part is loaded whole and collected unchanged; a package that cannot be taken changes nothing."""

import dataclasses
from typing import Any

import pytest

from jalon.core import directory, parts, selectors
from jalon.core.citing import cited
from jalon.core.errors import Forbidden, Invalid
from jalon.core.models import AuditEvent, Citation, Organisation, Part, Source
from jalon.facts import common
from jalon.facts import directory as facts
from jalon.facts.codec import join, split
from jalon.facts.common import OrgRef
from jalon.facts.part import PartFacts, PartHeader, PartKind
from jalon.facts.uids import stable_uid
from tests.integration.core import make


def uid(key: str) -> str:
    return stable_uid(f"test/{key}")


SOURCES = (
    common.Source(uid=uid("s1"), key="decret", address="Décret 2013-7", url="https://legifrance.gouv.fr/x", title="D"),
    common.Source(uid=uid("s2"), key="rapport", address="Rapport 2024", note="lu en 2025"),
)
MISSION = facts.Organisation(
    uid=uid("mission"),
    slug="mission",
    kind=facts.OrganisationKind.MISSION,
    names=(
        facts.DatedName(value="Mission A", acronym="MA", until=common.When(edtf="2020-01")),
        facts.DatedName(value="Mission B", since=common.When(edtf="2020-02~", printed="vers février 2020")),
    ),
    parent=uid("ministere"),
    predecessors=(uid("vieille"), uid("ancienne")),
    offices=(
        facts.Office(
            title=common.Text(value="Secrétaire générale", wording=common.Wording.VERBATIM),
            holder="Elisabeth Martin",
            since=common.When(edtf="2016-01-04"),
            citations=(common.Citation(source=uid("s2"), locator="p. 4", quote="nommée"),),
        ),
        facts.Office(title=common.Text(value="Adjoint"), vacant=True),
        facts.Office(title=common.Text(value="Rapporteur")),
    ),
    note=common.Text(value="Une note", lang="fr"),
    citations=(
        common.Citation(source=uid("s2"), field="names"),
        common.Citation(source=uid("s1"), field="parent", confidence=common.Confidence.INFERRED),
    ),
)


def plain(key: str, **more: Any) -> facts.Organisation:
    kind = facts.OrganisationKind.SERVICE
    return facts.Organisation(uid=uid(key), slug=key, kind=kind, names=(facts.DatedName(value=key),), **more)


BODIES = (MISSION, plain("ministere"), plain("vieille"), plain("ancienne", fictional=True))
FORMS = facts.Vocabulary(
    uid=uid("forms1"),
    slug="forms_of_exploitation",
    version=1,
    fr="Formes",
    en="Forms",
    terms=(
        facts.Term(code="work", fr="Travail", en="Labour", source=uid("s1")),
        facts.Term(code="domestic", fr="Servitude", en="Servitude", broader="work"),
    ),
)
PLACES = (
    facts.Territory(uid=uid("fr"), code="FR", level="country", name="France"),
    facts.Territory(uid=uid("75"), code="75", level="departement", name="Paris", parent=uid("fr")),
)


def package(part: Part, **more: Any) -> PartFacts:
    """A package in canonical order."""
    header = PartHeader(
        uid=str(part.uid), slug=part.slug, kind=PartKind(part.kind), title=part.title, owner=OrgRef(name="x")
    )
    given = {"sources": SOURCES, "organisations": BODIES, "vocabularies": (FORMS,), "territories": PLACES} | more
    return join(split(PartFacts(header=header, **given)))


@pytest.fixture
def part(db: None) -> Part:
    return make.part(kind=PartKind.DIRECTORY)


def collected(part: Part) -> dict[str, Any]:
    return dict(directory.collect(part, cited(part)))


def test_what_was_loaded_is_collected_unchanged(part: Part) -> None:
    given = package(part)
    parts.load(part, given, None)
    found = collected(part)
    assert found == {name: getattr(given, name) for name in found}
    assert len(found["organisations"]) == 4


def test_loading_again_changes_nothing_but_the_revision(part: Part) -> None:
    given = package(part)
    parts.load(part, given, None)
    keys = dict(Organisation.objects.values_list("uid", "pk"))
    before = collected(part)
    parts.load(part, given, None)
    assert collected(part) == before
    assert dict(Organisation.objects.values_list("uid", "pk")) == keys
    part.refresh_from_db()
    assert part.revision == 3


def test_what_the_new_package_leaves_out_is_gone(part: Part) -> None:
    parts.load(part, package(part), None)
    lone = dataclasses.replace(MISSION, parent=None, predecessors=(), offices=(), citations=())
    parts.load(
        part, package(part, organisations=(lone,), vocabularies=(), territories=PLACES[:1], sources=SOURCES[:1]), None
    )
    found = collected(part)
    assert (found["organisations"], found["vocabularies"], found["territories"]) == ((lone,), (), PLACES[:1])
    assert found["sources"] == SOURCES[:1]
    assert not Citation.objects.exists()


def test_two_bodies_may_exchange_their_addresses(part: Part) -> None:
    parts.load(part, package(part), None)
    swapped = (
        dataclasses.replace(BODIES[2], slug="ancienne"),
        dataclasses.replace(BODIES[3], slug="vieille"),
    )
    parts.load(part, package(part, organisations=(*BODIES[:2], *swapped)), None)
    assert Organisation.objects.get(uid=uid("vieille")).slug == "ancienne"


def test_a_new_version_of_a_vocabulary_leaves_the_older_one(part: Part) -> None:
    second = dataclasses.replace(FORMS, uid=uid("forms2"), version=2, terms=FORMS.terms[:1])
    parts.load(part, package(part, vocabularies=(FORMS, second)), None)
    assert selectors.vocabulary("forms_of_exploitation") == second
    assert selectors.vocabulary("forms_of_exploitation", version=1) == FORMS


def test_a_body_of_no_part_joins_the_directory_that_describes_it(part: Part) -> None:
    make.body("deja-la", uid=uid("ministere"))
    parts.load(part, package(part), None)
    assert Organisation.objects.get(uid=uid("ministere")).part == part


def test_only_a_directory_describes_bodies(db: None) -> None:
    plan = make.part(kind=PartKind.PLAN)
    with pytest.raises(Invalid, match="annuaire"):
        parts.load(plan, package(plan), None)
    parts.load(plan, package(plan, organisations=(), vocabularies=(), territories=()), None)
    assert Source.objects.filter(part=plan).count() == 2


REFUSED = {
    "a cycle": (MISSION, dataclasses.replace(BODIES[1], parent=uid("mission")), *BODIES[2:]),
    "a parent that nobody knows": (dataclasses.replace(MISSION, parent=uid("nobody")), *BODIES[1:]),
    "a predecessor that nobody knows": (dataclasses.replace(MISSION, predecessors=(uid("nobody"),)), *BODIES[1:]),
    "a source that the part has not": (
        dataclasses.replace(MISSION, citations=(common.Citation(source=uid("nowhere")),)),
        *BODIES[1:],
    ),
    "one address twice": (*BODIES[:3], dataclasses.replace(BODIES[3], slug="vieille")),
    "an address that is none": (*BODIES[:3], dataclasses.replace(BODIES[3], slug="a b/c")),
    "the address of another body": (*BODIES[:3], dataclasses.replace(BODIES[3], slug="pris")),
}


@pytest.mark.parametrize("bodies", REFUSED.values(), ids=REFUSED.keys())
def test_a_package_that_cannot_be_taken_leaves_everything_as_it_was(
    part: Part, bodies: tuple[facts.Organisation, ...]
) -> None:
    make.body("pris")
    parts.load(part, package(part), None)
    before = collected(part), AuditEvent.objects.count()
    with pytest.raises(Invalid):
        parts.load(part, package(part, organisations=bodies), None)
    part.refresh_from_db()
    assert (collected(part), AuditEvent.objects.count()) == before
    assert part.revision == 2


def test_a_body_that_is_still_needed_is_not_deleted(part: Part) -> None:
    parts.load(part, package(part), None)
    make.part(owner=Organisation.objects.get(slug="ministere"), slug="sa-partie")
    with pytest.raises(Invalid, match="sa-partie"):
        parts.load(part, package(part, organisations=BODIES[2:]), None)


def test_a_body_that_another_directory_describes_cannot_be_taken_over(part: Part) -> None:
    parts.load(part, package(part), None)
    other = make.part(kind=PartKind.DIRECTORY)
    with pytest.raises(Invalid, match="autre partie"):
        parts.load(other, package(other, vocabularies=(), territories=(), sources=()), None)


def test_loading_asks_for_the_right_to_edit(part: Part) -> None:
    with pytest.raises(Forbidden):
        parts.load(part, package(part), make.signatory(make.body()))
    parts.load(part, package(part), make.member(part.owner))


def test_reading_the_directory_takes_the_same_queries_for_four_bodies_as_for_forty(
    part: Part, django_assert_max_num_queries: Any
) -> None:
    many = tuple(plain(f"corps-{n}", predecessors=(uid("vieille"),)) for n in range(40))
    parts.load(part, package(part, organisations=(*BODIES, *many)), None)
    with django_assert_max_num_queries(6):
        assert len(selectors.organisations()) == 45
