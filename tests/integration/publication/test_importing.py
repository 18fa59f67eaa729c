"""Packages into the working state: wholly, or the database is as it was."""

from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps

from jalon.core.enums import Role
from jalon.core.errors import Invalid
from jalon.core.models import AuditEvent, Organisation, Part
from jalon.facts.common import When
from jalon.facts.part import PartFacts
from jalon.facts.plan import Section, Title
from jalon.facts.problems import FactsError
from jalon.facts.uids import stable_uid
from jalon.publication.actions import import_package, load_facts, receive_package
from jalon.publication.errors import PackageRefused
from jalon.publication.keys import instance_key
from jalon.publication.packages import export, read_bytes, unsigned
from jalon.publication.reader import open_reader
from jalon.publication.store import Store
from tests.integration.publication.conftest import People, committed, sign
from tests.publishing import Publisher
from tests.synthetic import PLAN, database_parts, text


def counts() -> dict[str, int]:
    """How many records there are of each sort."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_a_package_is_loaded_as_drafts_and_nothing_is_published(db: None, store: Store) -> None:
    loaded = import_package(by=None, package=read_bytes(unsigned(database_parts())))
    assert loaded[0].slug == "annuaire-fictif"
    assert {part.slug for part in loaded} == {"annuaire-fictif", "plans-fictifs", "collectif-fictif"}
    assert not store.current.exists()


def test_two_instances_give_one_package_the_same_release_id(db: None, store: Store) -> None:
    """On SQLite as on PostgreSQL: the id is that of the facts, which no database has touched."""
    data = unsigned(database_parts())
    for part in import_package(by=None, package=read_bytes(data)):
        sign(part)
    elsewhere = Publisher(Store(store.root.parent / "elsewhere"), instance_key(store.root.parent / "other-keys"))
    assert open_reader().release.id == elsewhere.release(*database_parts()).id


def test_a_package_loaded_twice_changes_nothing(db: None) -> None:
    data = unsigned(database_parts())
    for part in import_package(by=None, package=read_bytes(data)):
        sign(part)
    before = open_reader().release.id
    for part in import_package(by=None, package=read_bytes(data)):
        sign(part)
    assert open_reader().release.id == before


def broken() -> dict[str, PartFacts]:
    """The invented plans, each time with one thing wrong."""
    facts = database_parts()[1]
    a, b = stable_uid("a"), stable_uid("b")
    circle = (Section(uid=a, plan=PLAN, order=1, parent=b), Section(uid=b, plan=PLAN, order=2, parent=a))
    one, two, item = facts.measures
    return {
        "a circle of sections": replace(facts, sections=(*facts.sections, *circle)),
        "two measures of one number": replace(facts, measures=(one, replace(two, number="1"), item)),
        "an unknown form": replace(facts, measures=(replace(one, forms=("unheard_of",)), two, item)),
        "an impossible date": replace(facts, means=(replace(facts.means[0], when=When(edtf="2020-02-30")),)),
        "a decimal of 31 digits": replace(facts, means=(replace(facts.means[0], amount="1" * 31),)),
        "1 MB of overrides": replace(
            facts, measures=(replace(one, titles=(Title(text=text("\u202e\x00" * 400_000)),)), two, item)
        ),
        "an unknown source": replace(facts, sources=()),
        "an unknown plan": replace(facts, plans=facts.plans[:1]),
    }


@pytest.mark.parametrize("name", sorted(broken()))
def test_wrong_facts_are_refused_in_words_and_the_database_is_as_it_was(parts: dict[str, Part], name: str) -> None:
    before = counts()
    with pytest.raises(FactsError) as error:
        import_package(by=None, package=read_bytes(unsigned([broken()[name]])))
    problem = error.value.problems[0]
    assert problem.path
    assert problem.where.startswith("$.facts")
    assert len(str(problem)) < 1000
    assert counts() == before


def test_a_package_with_one_wrong_part_is_refused_whole(db: None) -> None:
    directory, _plans, coalition = database_parts()
    before = counts()
    with pytest.raises(FactsError):
        import_package(by=None, package=read_bytes(unsigned([directory, broken()["an impossible date"], coalition])))
    assert counts() == before


def test_a_damaged_package_is_refused_and_the_database_is_as_it_was(parts: dict[str, Part]) -> None:
    before = counts()
    data = unsigned([database_parts()[1]])
    with pytest.raises(PackageRefused):
        import_package(by=None, package=read_bytes(data[: len(data) // 2]))
    assert counts() == before


def test_a_person_cannot_found_a_body_by_a_package(parts: dict[str, Part], people: People) -> None:
    facts = database_parts()[2]
    owner = replace(facts.header.owner, uid=stable_uid("unheard of"), name="Inconnu")
    header = replace(facts.header, uid=stable_uid("new part"), slug="nouvelle", owner=owner)
    before = Organisation.objects.count()
    with pytest.raises((Invalid, FactsError)):
        load_facts(by=people.coalition[Role.EDITOR], facts=PartFacts(header=header))
    assert Organisation.objects.count() == before


def test_an_editor_loads_a_package_of_the_own_body(parts: dict[str, Part], people: People) -> None:
    facts = database_parts()[2]
    changed = replace(facts, header=replace(facts.header, title="Nouveau titre"))
    (part,) = import_package(by=people.coalition[Role.EDITOR], package=read_bytes(unsigned([changed])))
    assert part.title == "Nouveau titre"


def test_a_signed_package_is_published_as_it_was_signed(db: None, store: Store) -> None:
    sender = Publisher(Store(store.root.parent / "sender"), instance_key(store.root.parent / "sender-keys"))
    signed = [sender.sign(facts) for facts in database_parts()]
    with committed():
        received = receive_package(package=read_bytes(export(sender.store, signed)))
    assert {version.hash for version in received} == {version.hash for version in signed}
    assert all(info.foreign for info in open_reader().parts())
    assert open_reader().release.id == sender.release().id
    assert AuditEvent.objects.filter(action="package.receive").count() == 1
    assert Part.objects.count() == 0


def test_a_foreign_part_cannot_be_signed_here(db: None, store: Store) -> None:
    from jalon.publication.errors import NotOwner

    sender = Publisher(Store(store.root.parent / "sender"), instance_key(store.root.parent / "sender-keys"))
    signed = [sender.sign(facts) for facts in database_parts()]
    with committed():
        receive_package(package=read_bytes(export(sender.store, signed)))
    for part in import_package(by=None, package=read_bytes(unsigned(database_parts()))):
        Part.objects.filter(pk=part.pk).update(title="Détourné")
        part.refresh_from_db()
        with pytest.raises(NotOwner):
            sign(part)


def test_every_write_of_the_room_is_marked_as_an_action() -> None:
    from jalon.core.acting import MARK
    from jalon.publication import actions

    public: dict[str, Any] = {
        name: value for name, value in vars(actions).items()
        if callable(value) and getattr(value, "__module__", "") == actions.__name__ and not name.startswith("_")
    }  # fmt: skip
    assert {name for name, value in public.items() if not hasattr(value, MARK)} == {"publish"}
