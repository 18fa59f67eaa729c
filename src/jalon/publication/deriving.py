"""What an index holds besides facts: what they say in the form that pages of plans and measures read.

Recommendations, promises and judgements are dated statements there, under the same uids; overlaps stand with their plan.
They are written when an index is built, so that Releases made before these facts existed are read by the same pages (ADR
15, ADR 17).
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace

from jalon.facts import codec
from jalon.facts.common import Statement
from jalon.facts.lineage import OverlapLink
from jalon.facts.plan import Plan
from jalon.facts.promise import Promise, PromiseView
from jalon.facts.recommendation import Recommendation, RecommendationAnswer
from jalon.facts.said_commitments import of_promise, of_recommendation, overlaps_of
from jalon.publication.evaluated import judged

TABLES = """
CREATE TABLE derived (fact INTEGER PRIMARY KEY);
CREATE TABLE plan_said (fact INTEGER PRIMARY KEY, body TEXT);
"""
BATCH = 500
"""Facts that are held in memory at once."""

Said = tuple[str, Statement]
"""The part that says it, and the statement."""


def forget(connection: sqlite3.Connection) -> None:
    """Take out the statements derived before."""
    connection.execute("DELETE FROM mention WHERE fact IN (SELECT fact FROM derived)")
    connection.execute("DELETE FROM found WHERE fact IN (SELECT fact FROM derived)")
    connection.execute("DELETE FROM entry WHERE id IN (SELECT fact FROM derived)")
    connection.execute("DELETE FROM fact WHERE id IN (SELECT fact FROM derived)")
    connection.execute("DELETE FROM derived")


def statements(connection: sqlite3.Connection) -> Iterator[Said]:
    """The statements that the facts of an index say, with the part of the fact that each comes from."""
    yield from _asked(connection)
    yield from _promised(connection)
    yield from judged(connection)


def _asked(connection: sqlite3.Connection) -> Iterator[Said]:
    for rows in _batches(connection, "recommendation"):
        items = codec.decode_bodies(Recommendation, (body for _part, body in rows))
        answers: dict[str, list[RecommendationAnswer]] = {item.uid: [] for item in items}
        for answer in codec.decode_bodies(RecommendationAnswer, _about(connection, "recommendation_answers", answers)):
            answers[answer.recommendation].append(answer)
        for (part, _body), item in zip(rows, items, strict=True):
            yield from ((part, said) for said in of_recommendation(item, answers[item.uid]))


def _promised(connection: sqlite3.Connection) -> Iterator[Said]:
    """What somebody found of a promise is told in the part of the promise."""
    for rows in _batches(connection, "promise"):
        items = codec.decode_bodies(Promise, (body for _part, body in rows))
        views: dict[str, list[PromiseView]] = {item.uid: [] for item in items}
        for view in codec.decode_bodies(PromiseView, _about(connection, "promise_views", views)):
            views[view.promise].append(view)
        for (part, _body), item in zip(rows, items, strict=True):
            yield from ((part, said) for said in of_promise(item, views[item.uid]))


def _batches(connection: sqlite3.Connection, kind: str) -> Iterator[list[tuple[str, str]]]:
    """(part, body) of the facts of a kind. Each batch is read whole: statements are written between two."""
    query = "SELECT id, part, body FROM fact WHERE kind = ? AND id > ? ORDER BY id LIMIT ?"
    rows = connection.execute(query, (kind, 0, BATCH)).fetchall()
    while rows:
        yield [(part, body) for _id, part, body in rows]
        rows = connection.execute(query, (kind, rows[-1][0], BATCH)).fetchall()


def _about(
    connection: sqlite3.Connection,
    kind: str,
    uids: dict[str, list[RecommendationAnswer]] | dict[str, list[PromiseView]],
) -> list[str]:
    marks = ", ".join("?" * len(uids))
    rows = connection.execute(f"SELECT body FROM fact WHERE kind = ? AND subject IN ({marks})", (kind, *uids))
    return [body for (body,) in rows]


def overlaps(connection: sqlite3.Connection) -> None:
    """Tell each plan's overlaps with the plan, after those that it tells itself."""
    rows = connection.execute("SELECT body FROM fact WHERE kind = 'overlap_links'").fetchall()
    kept = connection.execute("SELECT count(*) FROM plan_said").fetchone()[0]
    if not rows and not kept:
        return
    connection.execute("INSERT OR IGNORE INTO plan_said SELECT id, body FROM fact WHERE kind = 'plan'")
    found = overlaps_of(codec.decode_bodies(OverlapLink, (body for (body,) in rows)))
    plans = connection.execute("SELECT f.id, p.body FROM fact f JOIN plan_said p ON p.fact = f.id").fetchall()
    for (number, _body), plan in zip(plans, codec.decode_bodies(Plan, (body for _id, body in plans)), strict=True):
        told = replace(plan, overlaps=(*plan.overlaps, *found.get(plan.uid, ())))
        body = codec.canonical(told).decode()
        connection.execute("UPDATE fact SET body = ? WHERE id = ?", (body, number))
