"""The demonstration's invented committee goes through the database unchanged, and each page of its book says it is invented."""

import pytest

from jalon.demo import fictional
from jalon.publication.reader import open_reader
from jalon.publication.selectors import facts_of_part
from jalon.reports.briefing.making import briefed
from tests.integration.plans.conftest import loaded
from tests.publishing import Publisher


@pytest.mark.django_db
def test_the_invented_committee_is_kept_whole() -> None:
    plan = next(one for one in fictional.parts() if one.committees)
    kept = facts_of_part(loaded(plan))
    for name in ("committees", "sessions", "decisions"):
        before, after = getattr(plan, name), getattr(kept, name)
        assert before and sorted(before, key=lambda one: one.uid) == sorted(after, key=lambda one: one.uid)


def test_its_book_says_that_all_of_it_is_invented(publisher: Publisher) -> None:
    publisher.release(*(one for one in fictional.parts() if one.committees or one.organisations))
    made = briefed("comite-de-suivi-fictif/2027-01-19", open_reader(store=publisher.store), store=publisher.store)
    assert "Données inventées" in made.document.banner
    assert [one.decision.owner.name for one in made.book.decisions if one.open and one.decision.owner] == ["Organisme A (fictif)", "Organisme B (fictif)"]  # fmt: skip
