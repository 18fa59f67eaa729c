"""A package that cannot be loaded is refused with what and where, and the part stays as it was."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from jalon.core.errors import Forbidden, Invalid
from jalon.core.models import Part
from jalon.core.parts import collect, load
from jalon.facts.common import Citation
from jalon.facts.part import PartFacts
from jalon.facts.uids import stable_uid
from tests import synthetic
from tests.integration.plans.conftest import People, bare, loaded

Change = Callable[[PartFacts], PartFacts]

NOWHERE = stable_uid("nowhere")


def _two_of_one_number(facts: PartFacts) -> PartFacts:
    first, second, *rest = facts.measures
    return replace(facts, measures=(first, replace(second, number=first.number), *rest))


def _circle(facts: PartFacts) -> PartFacts:
    top, below = facts.sections
    return replace(facts, sections=(replace(top, parent=below.uid), below))


CHANGES: dict[str, tuple[Change, str, str]] = {
    "two measures of one number": (_two_of_one_number, "number", "Former les enquêteurs à l’identification des victimes"),
    "sections in a circle": (_circle, "parent", "1.1"),
    "a measure of a plan elsewhere": (
        lambda f: replace(f, measures=(replace(f.measures[0], plan=NOWHERE, section=None),)), "plan", NOWHERE),
    "a measure of a section elsewhere": (
        lambda f: replace(f, measures=(replace(f.measures[0], section=NOWHERE),)), "section", NOWHERE),
    "a statement replaced by one elsewhere": (
        lambda f: replace(f, statements=(replace(f.statements[0], superseded_by=NOWHERE),)), "superseded_by", NOWHERE),
    "a source elsewhere": (
        lambda f: replace(f, means=(replace(f.means[0], citations=(Citation(source=NOWHERE),)),)),
        "citations",
        NOWHERE,
    ),
    "a uid that is none": (lambda f: replace(f, means=(replace(f.means[0], uid="un"),)), "uid", "un"),
    "a uid twice": (lambda f: replace(f, means=(f.means[0], f.means[0])), "uid", f"{synthetic.plan_part().means[0].uid}"),
    "an address twice": (
        lambda f: replace(f, plans=(f.plans[0], replace(f.plans[1], slug=f.plans[0].slug))), "slug", "plan-fictif-1"),
    "two indicators of one code": (
        lambda f: replace(f, indicators=(f.indicators[0], replace(f.indicators[1], code=f.indicators[0].code))),
        "code", "Places sûres"),
    "a source of a baseline elsewhere": (
        lambda f: replace(f, indicators=(
            replace(f.indicators[0], baseline=replace(f.indicators[0].baseline, citations=(Citation(source=NOWHERE),))),)),
        "citations", NOWHERE),
    "an output of what is no uid": (
        lambda f: replace(f, outputs=(replace(f.outputs[0], subjects=("un",)),)), "uid", "un"),
    "an act twice": (lambda f: replace(f, acts=(f.acts[0], f.acts[0])), "uid", synthetic.plan_part().acts[0].uid),
}  # fmt: skip


@pytest.mark.parametrize(("change", "field", "said"), CHANGES.values(), ids=CHANGES)
def test_it_is_refused_and_the_part_stays(part: Part, facts: PartFacts, change: Change, field: str, said: str) -> None:
    before = collect(part)
    with pytest.raises(Invalid) as refused:
        load(part, change(facts), None)
    assert said in refused.value.problems[field]
    assert collect(part) == before


def test_what_another_part_says_cannot_be_taken_over(part: Part, facts: PartFacts) -> None:
    before = collect(part)
    header = replace(facts.header, uid=stable_uid("thief"), slug="thief", owner=synthetic.COALITION)
    with pytest.raises(Invalid, match="déjà pris"):
        loaded(PartFacts(header=header, means=facts.means))
    assert collect(part) == before


@pytest.mark.parametrize("who", ["reader", "committee", "operator", "outsider", "nobody"])
def test_only_its_writers_load_a_part(part: Part, facts: PartFacts, people: People, who: str) -> None:
    with pytest.raises(Forbidden):
        load(part, facts, getattr(people, who))


def test_a_writer_of_the_body_loads_it(part: Part, facts: PartFacts, people: People) -> None:
    less = replace(bare(facts), statements=())
    load(part, less, people.editor)
    assert collect(part)["statements"] == ()
