"""A package that a member of a body loads writes into that body's parts, and nowhere else."""

from dataclasses import replace

import pytest

from jalon.core.errors import Forbidden, Invalid
from jalon.core.models import Organisation, Source, User
from jalon.facts import directory
from jalon.facts.common import Source as SourceFact
from jalon.facts.directory import DatedName, OrganisationKind
from jalon.facts.part import PartFacts, PartHeader, PartKind
from jalon.publication import packages
from jalon.publication.actions import import_package
from jalon.publication.selectors import facts_of_part
from tests import synthetic
from tests.integration.office.conftest import House


def load(by: User | None, facts: PartFacts) -> None:
    """As the office loads a file."""
    import_package(by=by, package=packages.read_bytes(packages.unsigned([facts])))


def directory_of(owner: Organisation, described: Organisation) -> PartFacts:
    """A directory of one body that describes another one under an invented name."""
    header = PartHeader(
        uid="0190a8f2-6c1e-7d3b-9a4f-2b8c6d1e0f37", slug="annuaire-du-collectif", kind=PartKind.DIRECTORY,
        title="Annuaire", owner=replace(synthetic.COALITION, uid=str(owner.uid)),
    )  # fmt: skip
    names = (DatedName(value="Nom volé"),)
    told = directory.Organisation(
        uid=str(described.uid), slug="adresse-volee", kind=OrganisationKind.ASSOCIATION, names=names
    )
    return PartFacts(header=header, organisations=(told,))


def test_a_body_does_not_rename_another_one(house: House) -> None:
    mission = house.part.owner
    with pytest.raises(Invalid, match="autre partie"):
        load(house.stranger, directory_of(house.other_part.owner, mission))
    mission.refresh_from_db()
    assert (mission.slug, mission.part) == ("mission-fictive", None)
    assert [name.value for name in mission.names.all()] == [synthetic.MISSION.name]


@pytest.mark.parametrize("instance", [True, False])
def test_a_body_describes_itself_and_the_instance_describes_everybody(house: House, instance: bool) -> None:
    coalition = house.other_part.owner
    load(None if instance else house.stranger, directory_of(coalition, house.part.owner if instance else coalition))
    assert Organisation.objects.filter(slug="adresse-volee").exists()


def test_a_body_does_not_rewrite_anothers_source(house: House) -> None:
    source = Source.objects.filter(part=house.part)[0]
    other = house.other_part
    owner = replace(synthetic.COALITION, uid=str(other.owner.uid))
    header = PartHeader(uid=str(other.uid), slug=other.slug, kind=PartKind.DECLARATIONS, title="x", owner=owner)
    facts = PartFacts(header=header, sources=(SourceFact(uid=str(source.uid), address="https://mal.exemple/"),))
    with pytest.raises(Invalid):
        load(house.stranger, facts)
    source.refresh_from_db()
    assert source.part == house.part
    assert "mal.exemple" not in source.address


def test_a_body_does_not_replace_anothers_draft(house: House) -> None:
    revision = house.part.revision
    with pytest.raises(Forbidden):
        load(house.stranger, facts_of_part(house.part))
    house.part.refresh_from_db()
    assert house.part.revision == revision
