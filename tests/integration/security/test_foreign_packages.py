"""What another instance sends can add its own word, and change nobody else's."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from jalon.facts.part import PartFacts, PartHeader
from jalon.publication import packages, parts, receiving, releases
from jalon.publication.errors import NotOwner, PackageRefused, PublicationError
from jalon.publication.keys import instance_key
from jalon.publication.parts import PartVersion
from jalon.publication.reader import open_reader
from jalon.publication.store import Store
from tests import synthetic
from tests.publishing import NOON, Publisher

HEADER = replace(
    synthetic.plan_part("ailleurs").header,
    uid="0190a8f2-6c1e-7d3b-9a4f-2b8c6d1e0f37",
    owner=replace(synthetic.MISSION, uid=None),
)


@pytest.fixture
def here(publication: Path) -> Publisher:
    """This instance, with the invented plans published."""
    store = Store(publication / "publication")
    publisher = Publisher(store, instance_key(publication / "keys"))
    publisher.publish_all()
    return publisher


@pytest.fixture
def elsewhere(tmp_path: Path) -> Publisher:
    """Another instance."""
    return Publisher(Store(tmp_path / "elsewhere"), instance_key(tmp_path / "other-keys"))


def sent(publisher: Publisher, version: PartVersion) -> packages.Package:
    """The package as it arrives."""
    return packages.read_bytes(packages.export(publisher.store, [version]))


def resigned(publisher: Publisher, version: PartVersion, **said: Any) -> PartVersion:
    """A version whose statement says something else, signed by its own key: the signature holds."""
    changed = replace(version, **said)
    changed = replace(changed, signature=publisher.key.sign(parts.PURPOSE, changed.statement))
    parts.keep(publisher.store, changed)
    return changed


def header(**said: Any) -> PartHeader:
    """The header of the other instance's part."""
    return replace(HEADER, **said)


@pytest.mark.parametrize("grafted", ["measure", "section"])
def test_a_foreign_part_adds_nothing_to_the_plan_of_another(
    here: Publisher, elsewhere: Publisher, grafted: str
) -> None:
    ours = synthetic.plan_part()
    plan = ours.plans[0].uid
    uid = "0190a8f2-6c1e-7d3b-9a4f-2b8c6d1e0f38"
    titles = tuple(replace(title, citations=()) for title in ours.measures[0].titles)
    measure = replace(ours.measures[0], uid=uid, plan=plan, section=None, number="99", titles=titles, citations=(),
                      steps=(), documents=())  # fmt: skip
    section = replace(ours.sections[0], uid=uid, plan=plan, parent=None, citations=())
    facts = PartFacts(header=HEADER, **({"measures": (measure,)} if grafted == "measure" else {"sections": (section,)}))
    package = sent(elsewhere, elsewhere.sign(facts))
    with pytest.raises(NotOwner, match=uid):
        receiving.receive(here.store, package, open_reader(store=here.store).known())
    assert parts.current_version(here.store, HEADER.uid) is None


@pytest.mark.parametrize(
    "said",
    [{"signed_at": "hier"}, {"signer": "x\u202ey"}, {"signer": " "}, {"signer": "x" * 2000}, {"number": 0},
     {"number": 2**40}, {"previous": "../../current"}],
    ids=str,
)  # fmt: skip
def test_a_signature_that_cannot_be_printed_is_refused(elsewhere: Publisher, said: dict[str, Any]) -> None:
    version = resigned(elsewhere, elsewhere.sign(PartFacts(header=HEADER)), **said)
    with pytest.raises(PackageRefused, match="version.json"):
        sent(elsewhere, version)


def test_another_content_under_the_same_number_is_refused(
    here: Publisher, elsewhere: Publisher, tmp_path: Path
) -> None:
    first = elsewhere.sign(PartFacts(header=HEADER))
    receiving.receive(here.store, sent(elsewhere, first))
    again = Publisher(Store(tmp_path / "restored"), elsewhere.key)
    other = again.sign(PartFacts(header=header(title="Autre titre")))
    assert other.number == first.number
    with pytest.raises(PublicationError, match="numéro"):
        receiving.receive(here.store, sent(again, other))


def test_an_older_signed_version_does_not_return(here: Publisher, elsewhere: Publisher) -> None:
    first = elsewhere.sign(PartFacts(header=HEADER))
    old = sent(elsewhere, first)
    second = elsewhere.sign(PartFacts(header=header(title="Titre nouveau")))
    receiving.receive(here.store, sent(elsewhere, second))
    with pytest.raises(PublicationError, match="récente"):
        receiving.receive(here.store, old)


def test_another_key_does_not_take_over_a_part(here: Publisher, elsewhere: Publisher) -> None:
    forged = elsewhere.sign(replace(synthetic.plan_part(), header=replace(synthetic.plan_part().header, title="Volé")))
    with pytest.raises(NotOwner):
        receiving.receive(here.store, sent(elsewhere, forged), open_reader(store=here.store).known())


def test_a_version_signed_before_a_kill_is_in_the_next_settled_release(here: Publisher) -> None:
    here.sign(PartFacts(header=HEADER))
    assert open_reader(store=here.store).part(HEADER.slug) is None
    assert releases.settle(here.store, key=here.key, at=datetime.now(UTC))
    assert open_reader(store=here.store).part(HEADER.slug) is not None
    assert not releases.settle(here.store, key=here.key, at=datetime.now(UTC))


def test_what_was_withdrawn_before_a_kill_leaves_every_index(here: Publisher) -> None:
    part = synthetic.plan_part().header.uid
    old = open_reader(store=here.store).release.id
    measure = synthetic.plan_part().measures[0].uid
    path = next(path for path in parts.current_version(here.store, part).manifest if measure in path)  # type: ignore[union-attr]
    parts.withdraw(here.store, part, [path], reason="privacy", words="Retiré", at=NOON, key=here.key)
    assert releases.settle(here.store, key=here.key, at=NOON)
    for release in (old, None):
        assert open_reader(release, here.store).measure(measure) is None
    assert not releases.settle(here.store, key=here.key, at=NOON)
