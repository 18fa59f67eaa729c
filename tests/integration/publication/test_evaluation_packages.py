"""A signed evaluation goes from one instance to another as it is: scales, crosswalks, verdicts, evidence, claims."""

from dataclasses import replace

from jalon.facts.common import Source
from jalon.facts.part import PartFacts, PartHeader, PartKind
from jalon.facts.standard_scales import DONE, ENGAGED
from jalon.facts.uids import stable_uid
from jalon.publication.actions import import_package
from jalon.publication.keys import instance_key
from jalon.publication.packages import export, read_bytes
from jalon.publication.reader import open_reader
from jalon.publication.selectors import facts_of_part
from jalon.publication.store import Store
from tests.integration.publication.conftest import sign
from tests.publishing import Publisher
from tests.synthetic import COALITION, database_parts, sourced
from tests.synthetic_evaluations import LATE, assessments, claims, crosswalk, evaluations

NAMES = ("scales", "crosswalks", "evaluations", "assessments", "claims")


def evaluation_part() -> PartFacts:
    """The coalition's part of evaluations, each fact with its source."""
    header = PartHeader(
        uid=stable_uid("synthetic/part/evaluations"), slug="evaluations-fictives", kind=PartKind.EVALUATION,
        title="Évaluations fictives", owner=COALITION, synthetic=True,
    )  # fmt: skip
    facts = PartFacts(
        header=header, sources=(Source(uid=stable_uid("synthetic/source/e"), key="E1", address="https://exemple.invalid/e"),),
        scales=(DONE, ENGAGED), crosswalks=(crosswalk(),), evaluations=tuple(replace(one, citations=()) for one in evaluations()),
        assessments=assessments(), claims=claims(),
    )  # fmt: skip
    return sourced(facts, facts.sources[0].uid)


def test_a_signed_evaluation_comes_to_another_instance_whole(db: None, store: Store) -> None:
    directory, plans, _coalition = database_parts()
    evaluated = evaluation_part()
    elsewhere = Publisher(Store(store.root.parent / "elsewhere"), instance_key(store.root.parent / "other-keys"))
    versions = [elsewhere.sign(facts) for facts in (directory, plans, evaluated)]
    loaded = {
        part.slug: part for part in import_package(by=None, package=read_bytes(export(elsewhere.store, versions)))
    }
    assert loaded["evaluations-fictives"].kind == PartKind.EVALUATION
    came = facts_of_part(loaded["evaluations-fictives"])
    for name in NAMES:
        by_uid = {one.uid: one for one in getattr(came, name)}
        assert by_uid == {one.uid: one for one in getattr(evaluated, name)}, name
    for slug in (directory.header.slug, plans.header.slug, "evaluations-fictives"):
        sign(loaded[slug])
    reader = open_reader()
    assert len(reader.assessments_in(LATE)) == sum(one.evaluation == LATE for one in assessments())
