"""Part versions: frozen, numbered, signed, withdrawn."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from jalon.facts.codec import normalised
from jalon.facts.common import OrgRef
from jalon.facts.part import PartFacts
from jalon.facts.uids import stable_uid
from jalon.publication import parts, releases
from jalon.publication.errors import NotOwner, PublicationError, SignatureBroken
from jalon.publication.keys import instance_key
from jalon.publication.reader import open_reader
from tests.publishing import NOON, Publisher
from tests.synthetic import PLAN, declarations_part, measure_uid, plan_part


def test_a_signed_part_says_what_was_signed(publisher: Publisher) -> None:
    version = publisher.sign(plan_part())
    assert parts.facts_of(publisher.store, version) == normalised(plan_part())
    assert parts.current_version(publisher.store, version.part) == version
    assert (version.number, version.previous, version.signed_at) == (1, None, "2026-01-20T12:00:00Z")
    parts.check_version(version)


def test_the_same_facts_give_the_same_hash_on_another_machine(publisher: Publisher, tmp_path: Path) -> None:
    other = Publisher(type(publisher.store)(tmp_path / "other"), instance_key(tmp_path / "other-keys"))
    one, two = publisher.sign(plan_part()), other.sign(plan_part(), NOON.replace(year=2027))
    assert one.hash == two.hash
    assert one.signature != two.signature


def test_the_previewed_hash_is_the_signed_one(publisher: Publisher) -> None:
    expected = parts.frozen_hash(publisher.store, plan_part())
    assert publisher.sign(plan_part()).hash == expected


def test_signing_twice_gives_one_version(publisher: Publisher) -> None:
    assert publisher.sign(plan_part()) == publisher.sign(plan_part(), NOON.replace(hour=13))
    assert len(parts.versions(publisher.store, plan_part().header.uid)) == 1


def renamed(title: str) -> PartFacts:
    facts = plan_part()
    return replace(facts, header=replace(facts.header, title=title))


def test_a_changed_part_gets_the_next_number_and_names_the_one_before(publisher: Publisher) -> None:
    first, second = publisher.sign(plan_part()), publisher.sign(renamed("Autre titre"))
    assert (second.number, second.previous) == (2, first.hash)
    assert parts.header_of(publisher.store, second).version == 2
    assert parts.versions(publisher.store, first.part) == [first, second]


def test_unchanged_documents_are_shared_between_versions(publisher: Publisher) -> None:
    publisher.sign(plan_part())
    before = set(publisher.store.blobs())
    publisher.sign(renamed("Autre titre"))
    assert len(set(publisher.store.blobs()) - before) == 1


def test_a_version_whose_manifest_was_changed_does_not_hold(publisher: Publisher) -> None:
    version = publisher.sign(plan_part())
    path = next(iter(version.manifest))
    with pytest.raises(PublicationError, match="manifeste"):
        parts.check_version(replace(version, manifest={**version.manifest, path: "0" * 64}))


@pytest.mark.parametrize("changes", [{"signer": "Un autre"}, {"number": 7}, {"signed_at": "2020-01-01T00:00:00Z"}])
def test_a_version_whose_statement_was_changed_does_not_hold(publisher: Publisher, changes: dict[str, object]) -> None:
    version = publisher.sign(plan_part())
    with pytest.raises(SignatureBroken):
        parts.check_version(replace(version, **changes))  # type: ignore[arg-type]


def test_a_time_without_its_zone_cannot_be_signed(publisher: Publisher) -> None:
    with pytest.raises(ValueError, match="zone"):
        publisher.sign(plan_part(), datetime(2026, 1, 1))


@pytest.mark.parametrize("uid", ["../../elsewhere", "", "x", "/etc"])
def test_a_part_is_named_by_a_uid_and_nothing_else(publisher: Publisher, uid: str) -> None:
    facts = plan_part()
    with pytest.raises(PublicationError, match="Identifiant"):
        publisher.sign(replace(facts, header=replace(facts.header, uid=uid)))
    assert not publisher.store.root.exists()


def test_a_part_cannot_describe_the_plan_of_another_part(publisher: Publisher) -> None:
    publisher.sign(plan_part())
    with pytest.raises(NotOwner, match="appartient"):
        publisher.sign(plan_part("copie"))
    assert parts.part_uids(publisher.store) == [plan_part().header.uid]


def test_another_instance_cannot_sign_over_a_part(publisher: Publisher, tmp_path: Path) -> None:
    version = publisher.sign(plan_part())
    intruder = Publisher(publisher.store, instance_key(tmp_path / "intruder"))
    with pytest.raises(NotOwner, match=version.signature.key):
        intruder.sign(renamed("Détourné"))
    with pytest.raises(NotOwner):
        parts.withdraw(publisher.store, version.part, reason="error", words="x", at=NOON, key=intruder.key)
    assert parts.current_version(publisher.store, version.part) == version


def test_a_version_that_is_not_here_is_named(publisher: Publisher) -> None:
    with pytest.raises(PublicationError, match="0000"):
        parts.read_version(publisher.store, plan_part().header.uid, "0" * 64)


# --- withdrawing

MEASURE = f"measures/{measure_uid(2)}.json"


def withdraw(publisher: Publisher, *paths: str, reason: str = "privacy") -> parts.Withdrawal:
    """Withdraw documents of the invented plans, as an action does: tombstone, indexes, Release."""
    uid = plan_part().header.uid
    gone = parts.withdraw(
        publisher.store, uid, paths, reason=reason, words="À la demande d’une personne", at=NOON, key=publisher.key
    )
    releases.purge(publisher.store)
    publisher.release()
    return gone


def test_a_withdrawn_document_leaves_no_content(publisher: Publisher) -> None:
    before = publisher.release(plan_part(), declarations_part())
    digest = releases.contents(publisher.store, before.id).documents[f"{plan_part().header.uid}/{MEASURE}"]
    withdraw(publisher, MEASURE)
    assert not publisher.store.has(digest)
    for info in open_reader(store=publisher.store).releases():
        index = releases.index_path(publisher.store, info.id).read_bytes()
        assert "hébergement sûrs".encode() not in index
        reader = open_reader(info.id, publisher.store)
        assert reader.measure(measure_uid(2)) is None
        assert reader.search("ouvrir").total == 0


def test_a_withdrawn_document_stays_in_the_manifests(publisher: Publisher) -> None:
    before = publisher.release(plan_part())
    withdraw(publisher, MEASURE)
    assert f"{plan_part().header.uid}/{MEASURE}" in releases.contents(publisher.store, before.id).documents


def test_a_tombstone_says_why_and_when(publisher: Publisher) -> None:
    publisher.release(plan_part())
    withdraw(publisher, MEASURE, reason="court")
    reader = open_reader(store=publisher.store)
    stone = reader.tombstone(measure_uid(2))
    assert stone is not None
    assert (stone.reason, stone.words, stone.at) == ("court", "À la demande d’une personne", "2026-01-20T12:00:00Z")
    assert reader.tombstones() == (stone,)
    assert reader.tombstone(measure_uid(1)) is None


def test_a_tombstone_makes_a_new_release(publisher: Publisher) -> None:
    before = publisher.release(plan_part())
    withdraw(publisher, MEASURE)
    assert releases.current_id(publisher.store) != before.id


def test_every_version_of_a_withdrawn_document_goes(publisher: Publisher) -> None:
    publisher.release(plan_part())
    facts = plan_part()
    publisher.release(
        replace(facts, measures=(facts.measures[0], replace(facts.measures[1], order=8), facts.measures[2]))
    )
    assert len(withdraw(publisher, MEASURE).hashes) == 2


def test_what_was_withdrawn_cannot_be_signed_again_as_it_was(publisher: Publisher) -> None:
    publisher.release(plan_part())
    withdraw(publisher, MEASURE)
    with pytest.raises(PublicationError, match="retiré"):
        publisher.sign(renamed("Nouveau"))


def test_what_was_withdrawn_can_be_said_otherwise(publisher: Publisher) -> None:
    publisher.release(plan_part())
    withdraw(publisher, MEASURE)
    facts = plan_part()
    publisher.release(
        replace(facts, measures=(facts.measures[0], replace(facts.measures[1], order=8), facts.measures[2]))
    )
    reader = open_reader(store=publisher.store)
    assert reader.measure(measure_uid(2)) is not None
    assert reader.tombstone(measure_uid(2)) is None


def test_a_whole_part_can_be_withdrawn_and_others_stay(publisher: Publisher) -> None:
    publisher.release(plan_part(), declarations_part())
    withdraw(publisher)
    reader = open_reader(store=publisher.store)
    assert [part.header.slug for part in reader.parts()] == ["collectif-fictif"]
    assert reader.plans() == ()
    assert reader.tombstone(PLAN) is not None
    assert reader.statements([measure_uid(2)])


def test_content_that_another_part_says_too_stays_with_it(publisher: Publisher) -> None:
    facts, other = plan_part(), declarations_part()
    sources = facts.sources
    publisher.release(facts, replace(other, sources=sources))
    withdraw(publisher, "sources.json")
    assert open_reader(store=publisher.store).all_sources() == sources


def test_a_document_that_never_was_cannot_be_withdrawn(publisher: Publisher) -> None:
    publisher.release(plan_part())
    with pytest.raises(PublicationError, match="n’a jamais eu"):
        withdraw(publisher, "measures/x.json")


def test_a_withdrawal_gives_one_of_three_reasons(publisher: Publisher) -> None:
    publisher.release(plan_part())
    with pytest.raises(ValueError, match="error, privacy, court"):
        withdraw(publisher, MEASURE, reason="embarrassing")


def test_a_body_named_alike_is_not_the_owner(publisher: Publisher) -> None:
    publisher.sign(plan_part())
    facts = plan_part("autre")
    same = replace(facts, header=replace(facts.header, owner=OrgRef(name=facts.header.owner.name, uid=stable_uid("x"))))
    with pytest.raises(NotOwner):
        publisher.sign(same)
