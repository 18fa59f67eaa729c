"""Bodies: names through time, vacancies, a tree without cycles, who may describe them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.core import selectors
from jalon.core.actions import organisations
from jalon.core.errors import Conflict, Forbidden, Invalid
from jalon.core.models import AuditEvent, Organisation
from jalon.core.trees import cycle
from jalon.facts.common import Text, When
from jalon.facts.directory import DatedName, Office, OrganisationKind
from jalon.facts.part import PartKind
from tests.integration.core import make
from tests.integration.core.conftest import Threads

NAMES = (
    DatedName(value="Comité ancien", until=When(edtf="2019-12-31")),
    DatedName(value="Comité nouveau", since=When(edtf="2020-01-01")),
)


def add(names: tuple[DatedName, ...] = NAMES) -> Organisation:
    return organisations.add(by=None, kind=OrganisationKind.MISSION, names=names)


def test_a_body_bears_the_name_of_the_day(db: None) -> None:
    body = selectors.organisation(add().slug)
    assert body is not None
    assert selectors.name_on(body, date(2015, 5, 1)) == "Comité ancien"
    assert selectors.name_on(body, date(2024, 5, 1)) == "Comité nouveau"


def test_the_address_comes_from_the_first_name_and_is_never_taken_twice(db: None) -> None:
    assert [add().slug, add().slug, add().slug] == ["comite-ancien", "comite-ancien-2", "comite-ancien-3"]


def test_a_vacancy_is_said_and_an_unknown_holder_is_not(db: None) -> None:
    body = add()
    offices = (
        Office(title=Text(value="Coordonnatrice"), holder="Anne Roy", until=When(edtf="2021-06-30")),
        Office(title=Text(value="Coordonnateur"), vacant=True, since=When(edtf="2021-07-01")),
        Office(title=Text(value="Adjoint")),
    )
    organisations.set_offices(by=None, organisation=body, expected_revision=1, offices=offices)
    found = selectors.organisation(body.slug)
    assert found is not None
    assert found.offices == offices
    now = selectors.holders_on(found, date(2023, 1, 1))
    assert [(o.holder, o.vacant) for o in now] == [(None, True), (None, False)]


def test_an_office_cannot_be_held_and_vacant(db: None) -> None:
    both = (Office(title=Text(value="Chef"), holder="A", vacant=True),)
    with pytest.raises(Invalid):
        organisations.set_offices(by=None, organisation=add(), expected_revision=1, offices=both)


def test_names_written_on_an_older_revision_conflict_with_both_lists(db: None) -> None:
    body = add()
    organisations.set_names(by=None, organisation=body, expected_revision=1, names=NAMES[1:])
    with pytest.raises(Conflict) as refused:
        organisations.set_names(by=None, organisation=body, expected_revision=1, names=NAMES)
    [found] = refused.value.fields
    assert (found.current, found.submitted) == ("Comité nouveau", "Comité ancien ; Comité nouveau")


def test_successors_and_predecessors_name_each_other(db: None) -> None:
    old, new = make.body("ancien"), make.body("nouveau")
    organisations.set_predecessors(by=None, organisation=new, expected_revision=1, predecessors=(old,))
    assert [one.slug for one in old.successors.all()] == ["nouveau"]
    with pytest.raises(Invalid):
        organisations.set_predecessors(by=None, organisation=new, expected_revision=2, predecessors=(new,))


def test_a_body_cannot_come_under_itself(db: None) -> None:
    top, middle = make.body("haut"), make.body("milieu")
    organisations.change(by=None, organisation=middle, expected_revision=1, parent=top)
    low = make.body("bas", parent=middle)
    with pytest.raises(Invalid, match="bas → milieu → haut"):
        organisations.change(by=None, organisation=top, expected_revision=1, parent=low)
    assert Organisation.objects.get(slug="haut").parent is None


def test_two_moves_at_the_same_moment_do_not_close_a_cycle(threads: Threads) -> None:
    one, two = make.body("un"), make.body("deux")

    def move(key: int, under: int) -> None:
        body = Organisation.objects.get(pk=key)
        organisations.change(by=None, organisation=body, expected_revision=1, parent=Organisation.objects.get(pk=under))

    results = threads.race(lambda: move(one.pk, two.pk), lambda: move(two.pk, one.pk))
    assert sorted(type(result).__name__ for result in results) == ["Invalid", "NoneType"]
    parents = threads.look(lambda: dict(Organisation.objects.values_list("pk", "parent_id")))
    assert cycle(parents) == []


def test_the_operator_describes_bodies_of_no_part_and_editors_those_of_their_directory(db: None) -> None:
    part = make.part(kind=PartKind.DIRECTORY)
    editor, operator = make.member(part.owner), make.operator()
    mine = organisations.add(by=editor, kind=OrganisationKind.SERVICE, names=NAMES, part=part)
    lone = organisations.add(by=operator, kind=OrganisationKind.SERVICE, names=NAMES)
    for by, body in ((operator, mine), (editor, lone), (make.signatory(lone), lone)):
        with pytest.raises(Forbidden):
            organisations.change(by=by, organisation=body, expected_revision=1, fictional=True)


def test_describing_a_body_leaves_one_event_and_raises_the_revision_of_its_part(db: None) -> None:
    part = make.part(kind=PartKind.DIRECTORY)
    body = organisations.add(by=None, kind=OrganisationKind.SERVICE, names=NAMES, part=part)
    organisations.change(by=None, organisation=body, expected_revision=1, note=Text(value="Dissous"))
    part.refresh_from_db()
    assert part.revision == 3
    assert [event.action for event in AuditEvent.objects.all()] == ["organisation.change", "organisation.add"]


@given(st.dictionaries(st.integers(0, 12), st.none() | st.integers(0, 12), max_size=13))
def test_a_cycle_is_found_if_and_only_if_there_is_one(parents: dict[int, int | None]) -> None:
    found = cycle(parents)
    if found:
        assert [parents[key] for key in found] == [*found[1:], found[0]]
        return
    for key in parents:
        here, steps = parents.get(key), 0
        while here is not None:
            assert steps <= len(parents)
            here, steps = parents.get(here), steps + 1
