"""Signing off: the owner's signatory alone, on what was previewed, and the public sees it at once."""

from dataclasses import replace

import pytest

from jalon.core.enums import Role
from jalon.core.errors import Conflict, Forbidden, Invalid
from jalon.core.models import AuditEvent, Part
from jalon.facts.codec import normalised
from jalon.facts.part import PartFacts
from jalon.facts.problems import FactsError
from jalon.publication import parts as versions
from jalon.publication import releases
from jalon.publication.actions import load_facts, sign_off_part, withdraw_documents
from jalon.publication.errors import PreviewOutdated
from jalon.publication.models import SignedVersion, Withdrawn
from jalon.publication.reader import open_reader
from jalon.publication.selectors import facts_of_part, hash_of_part, problems_of_part, signed_versions
from jalon.publication.store import Store
from tests.integration.publication.conftest import People, committed, load, sign
from tests.synthetic import COALITION, MISSION, PLAN, database_parts, measure_uid, text


def test_a_signed_part_is_public_at_once(parts: dict[str, Part], people: People) -> None:
    assert measure_uid(2) not in open_reader().statements([measure_uid(2)]) or all(
        s.said_by != COALITION for s in open_reader().statements([measure_uid(2)])[measure_uid(2)]
    )
    sign(parts["coalition"], people.coalition[Role.SIGNATORY])
    said = open_reader().statements([measure_uid(2)])[measure_uid(2)]
    assert COALITION.name in [s.said_by.name for s in said if s.said_by]


def test_what_is_signed_is_what_was_loaded(parts: dict[str, Part], store: Store) -> None:
    for part, facts in zip(parts.values(), database_parts(), strict=True):
        sign(part)
        version = versions.current_version(store, str(part.uid))
        assert version is not None
        assert versions.facts_of(store, version) == normalised(facts)


def test_the_release_is_that_of_the_same_facts_without_a_database(parts: dict[str, Part], store: Store) -> None:
    from tests.publishing import NOON, Publisher

    sign(parts["coalition"])
    elsewhere = Store(store.root.parent / "elsewhere")
    from jalon.publication.selectors import own_key

    info = Publisher(elsewhere, own_key()).release(*database_parts(), at=NOON)
    assert open_reader().release.id == info.id


def test_the_release_does_not_depend_on_who_signs_and_when(parts: dict[str, Part], people: People) -> None:
    sign(parts["coalition"], people.coalition[Role.SIGNATORY])
    first = open_reader().release.id
    sign(parts["coalition"], None)
    assert open_reader().release.id == first


def test_the_public_reads_the_body_not_the_person(parts: dict[str, Part], people: People, store: Store) -> None:
    person = people.coalition[Role.SIGNATORY]
    sign(parts["coalition"], person, reason="Premier bilan")
    info = open_reader().part("collectif-fictif")
    assert info is not None
    assert (info.signer, info.header.reason) == (COALITION.name, "Premier bilan")
    everything = b"".join(path.read_bytes() for path in store.root.rglob("*.json"))
    assert str(person).encode() not in everything
    assert person.email.encode() not in everything


def test_the_team_sees_who_signed(parts: dict[str, Part], people: People) -> None:
    person = people.coalition[Role.SIGNATORY]
    version = sign(parts["coalition"], person, reason="Premier bilan")
    (record,) = signed_versions(parts["coalition"])
    assert (record.hash, record.number, record.signer_uid, record.reason) == (
        version.hash,
        1,
        person.uid,
        "Premier bilan",
    )


def test_a_sign_off_is_one_event(parts: dict[str, Part], people: People) -> None:
    before = AuditEvent.objects.count()
    sign(parts["coalition"], people.coalition[Role.SIGNATORY], reason="Premier bilan")
    event = AuditEvent.objects.latest("id")
    assert AuditEvent.objects.count() == before + 1
    assert (event.action, event.part_uid) == ("part.sign_off", parts["coalition"].uid)


# --- nobody else


def test_nobody_else_signs_a_part(parts: dict[str, Part], people: People, store: Store) -> None:
    load(renamed("Titre changé"))
    before = releases.current_id(store)
    for name, person in people.all_but_the_signatory_of_the_mission.items():
        with pytest.raises(Forbidden):
            sign(parts["plans"], person)
        assert releases.current_id(store) == before, name
    assert sign(parts["plans"], people.mission[Role.SIGNATORY]).number == 2


def test_nobody_else_withdraws_a_part(parts: dict[str, Part], people: People) -> None:
    part = parts["plans"]
    part.refresh_from_db()
    for name, person in people.all_but_the_signatory_of_the_mission.items():
        with pytest.raises(Forbidden):
            withdraw_documents(by=person, part=part, expected_revision=part.revision, reason="error", words="x")
        assert open_reader().plan_by_uid(PLAN) is not None, name
    assert Withdrawn.objects.count() == 0


def test_nobody_else_changes_the_working_state_of_a_part(parts: dict[str, Part], people: People) -> None:
    writers = {"mission editor"}
    for name, person in people.all_but_the_signatory_of_the_mission.items():
        if name in writers:
            continue
        with pytest.raises(Forbidden):
            load_facts(by=person, facts=renamed("Détourné"))
    parts["plans"].refresh_from_db()
    assert parts["plans"].title == "Plans fictifs"


def test_a_body_needs_nobody_s_leave(parts: dict[str, Part], people: People) -> None:
    """The coalition publishes while the mission's part waits with drafts that cannot be signed."""
    facts = database_parts()[1]
    load(replace(facts, header=replace(facts.header, title="En cours")))
    sign(parts["coalition"], people.coalition[Role.SIGNATORY])
    assert open_reader().part("collectif-fictif") is not None
    plans = open_reader().part("plans-fictifs")
    assert plans is not None
    assert plans.header.title == "Plans fictifs"


def test_drafts_of_another_part_never_enter_a_release(parts: dict[str, Part], people: People) -> None:
    load(renamed("Brouillon secret"))
    sign(parts["coalition"], people.coalition[Role.SIGNATORY])
    assert open_reader().search("secret").total == 0


# --- what was previewed


def renamed(title: str) -> PartFacts:
    facts = database_parts()[1]
    return replace(facts, header=replace(facts.header, title=title))


def test_what_changed_after_the_preview_is_not_signed(parts: dict[str, Part], store: Store) -> None:
    part = parts["coalition"]
    part.refresh_from_db()
    revision, digest = part.revision, hash_of_part(part)
    facts = database_parts()[2]
    load(replace(facts, statements=(replace(facts.statements[0], text=text("Autre chose")),)))
    with pytest.raises(Conflict):
        sign_off_part(by=None, part=part, expected_revision=revision, expected_hash=digest)
    part.refresh_from_db()
    with pytest.raises(PreviewOutdated):
        sign_off_part(by=None, part=part, expected_revision=part.revision, expected_hash=digest)
    assert versions.current_version(store, str(part.uid)) is None


def test_the_reason_is_part_of_what_is_previewed(parts: dict[str, Part]) -> None:
    part = parts["coalition"]
    part.refresh_from_db()
    with pytest.raises(PreviewOutdated):
        sign_off_part(
            by=None, part=part, expected_revision=part.revision, expected_hash=hash_of_part(part, "a"), reason="b"
        )


def test_what_cannot_be_signed_is_said_before_and_when_signing(
    parts: dict[str, Part], monkeypatch: pytest.MonkeyPatch
) -> None:
    from jalon.core import parts as registry

    part = parts["coalition"]
    collect = registry.collect

    def twisted(of: Part) -> dict[str, tuple[object, ...]]:
        found = collect(of)
        if of.pk == part.pk:
            found["statements"] = tuple(replace(s, subject=str(part.uid)) for s in found["statements"])
        return found

    monkeypatch.setattr(registry, "collect", twisted)
    assert len(problems_of_part(part)) == 1
    with pytest.raises(FactsError, match="inconnus"):
        sign(part)
    assert AuditEvent.objects.filter(action="part.sign_off", part_uid=part.uid).count() == 0


def test_when_the_disk_is_full_the_database_is_as_it_was(
    parts: dict[str, Part], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError("no space left on device")

    before = (AuditEvent.objects.count(), SignedVersion.objects.count())
    digest = hash_of_part(parts["coalition"])
    monkeypatch.setattr("jalon.publication.aside.lay_aside", full)
    with pytest.raises(OSError, match="no space"):
        sign_off_part(
            by=None, part=parts["coalition"], expected_revision=parts["coalition"].revision, expected_hash=digest
        )
    assert (AuditEvent.objects.count(), SignedVersion.objects.count()) == before


def test_a_part_without_anything_new_keeps_its_version(parts: dict[str, Part]) -> None:
    one, two = sign(parts["plans"]), sign(parts["plans"])
    assert one == two
    assert len(signed_versions(parts["plans"])) == 1


def test_a_withdrawal_is_public_at_once(parts: dict[str, Part], people: People) -> None:
    part = parts["plans"]
    part.refresh_from_db()
    with committed():
        withdraw_documents(
            by=people.mission[Role.SIGNATORY],
            part=part,
            expected_revision=part.revision,
            paths=[f"measures/{measure_uid(2)}.json"],
            reason="privacy",
            words="À la demande d’une personne",
        )
    reader = open_reader()
    assert reader.measure(measure_uid(2)) is None
    stone = reader.tombstone(measure_uid(2))
    assert stone is not None
    assert stone.words == "À la demande d’une personne"
    assert Withdrawn.objects.get().paths == [f"measures/{measure_uid(2)}.json"]
    assert AuditEvent.objects.latest("id").action == "part.withdraw"


@pytest.mark.parametrize(("reason", "words", "field"), [("shame", "x", "reason"), ("error", "  ", "words")])
def test_a_withdrawal_says_why(parts: dict[str, Part], reason: str, words: str, field: str) -> None:
    part = parts["plans"]
    part.refresh_from_db()
    with pytest.raises(Invalid) as error:
        withdraw_documents(by=None, part=part, expected_revision=part.revision, reason=reason, words=words)
    assert list(error.value.problems) == [field]
    assert open_reader().plan_by_uid(PLAN) is not None


def test_a_fact_without_a_source_keeps_its_part_from_being_signed(parts: dict[str, Part], store: Store) -> None:
    facts = database_parts()[2]
    part = load(replace(facts, statements=(replace(facts.statements[0], citations=()),)))
    with pytest.raises(Invalid, match="une source est attendue"):
        sign(part)
    assert versions.current_version(store, str(part.uid)) is None


def test_the_header_of_a_part_comes_from_its_record(parts: dict[str, Part]) -> None:
    header = facts_of_part(parts["plans"], "Une raison").header
    assert (header.owner, header.reason, header.synthetic) == (MISSION, "Une raison", True)
