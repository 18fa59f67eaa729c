"""Counts of a state: every one over what was asked; a silence is no reply, nothing to report is one."""

from jalon.demo.fictional.states import states
from jalon.facts.state_counts import by_body, replies, tally


def test_each_reply_is_counted_once() -> None:
    count = tally(replies(states()[0]))
    assert (count.asked, count.returned, count.validated, count.nothing, count.silent) == (5, 3, 1, 1, 2)
    assert count.asked == count.returned + count.opened + count.silent


def test_bodies_are_counted_apart_in_the_order_of_the_state() -> None:
    found = [(body.name, count.returned, count.asked) for body, count in by_body(states()[1])]
    assert found == [("Organisme A (fictif)", 1, 1), ("Organisme C (fictif)", 0, 2), ("Organisme B (fictif)", 2, 2)]


def test_a_state_without_lines_counts_nothing() -> None:
    assert tally(()).asked == 0
