"""The briefing book: what changed since the last session, what is open, who differs; what a committee keeps stays out of a
Release's book, and marks every page of a member's."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader

from jalon.commitments import actions, models
from jalon.config.cli import jalon
from jalon.core.errors import Forbidden
from jalon.core.models import Part
from jalon.facts.committee import AgendaItem, Decision, DecisionState, FollowUp, SessionState
from jalon.facts.common import OrgRef, Text, When
from jalon.facts.part import PartFacts
from jalon.facts.uids import stable_uid
from jalon.methods.dates import Standing
from jalon.office.briefings import book_for
from jalon.publication.reader import Reader, open_reader
from jalon.reports.briefing.making import Briefing, as_json, briefed
from jalon.reports.document import Style, runs
from jalon.reports.errors import ReportError
from jalon.reports.kinds import Format
from tests import synthetic
from tests.integration.plans.conftest import People
from tests.publishing import Publisher
from tests.synthetic import MISSION, cited, measure_uid
from tests.synthetic_commitments import HELD, NEXT, PROMISE

SECRET = "Zyzzyva"
"""A word that stands in everything private, and nowhere else."""
NAME = "comite-fictif/2020-09"


def published(publisher: Publisher, facts: PartFacts) -> Reader:
    publisher.release(facts)
    return open_reader(store=publisher.store)


def text(made: Briefing) -> str:
    return "\n".join(run.text for run in runs(made.document)).replace("\u00a0", " ").replace("\u202f", " ")


def with_agenda(facts: PartFacts, *measures: str) -> PartFacts:
    """The second session speaks of these measures."""
    item = AgendaItem(title=synthetic.text("Hébergement"), measures=measures)
    return replace(facts, sessions=tuple(replace(s, agenda=(item,)) if s.uid == NEXT else s for s in facts.sessions))


def run(*arguments: object) -> Result:
    return CliRunner().invoke(jalon, [str(one) for one in arguments])


# --- what it says


@pytest.mark.parametrize("said", [NEXT, NAME, "comite-fictif-2020-09"])
def test_a_session_is_named_by_its_uid_or_by_its_committee_and_date(publisher: Publisher, facts: PartFacts, said: str) -> None:  # fmt: skip
    made = briefed(said, published(publisher, facts), store=publisher.store)
    previous = made.book.place.previous
    assert made.book.place.session.uid == NEXT
    assert previous is not None and previous.uid == HELD


def test_a_session_that_is_not_there_is_refused_with_the_names_of_those_that_are(publisher: Publisher, facts: PartFacts) -> None:  # fmt: skip
    with pytest.raises(ReportError) as refused:
        briefed("comite-fictif/2031-01-01", published(publisher, facts), store=publisher.store)
    assert "comite-fictif/2020-03-02" in str(refused.value) and NAME in str(refused.value)


def test_only_what_is_dated_after_the_last_session_is_told_as_since(publisher: Publisher, facts: PartFacts) -> None:
    made = briefed(NEXT, published(publisher, facts), store=publisher.store)
    told = {one.measure.uid: one for one in made.book.told}
    assert set(told) == {m.uid for m in made.book.subjects[0].it.measures}
    for one in told.values():
        said = {s.uid: s for s in one.of.it.said.get(one.measure.uid, ())}
        later = {uid for uid, s in said.items() if s.said and (s.said.edtf or "") > "2020-03-02"}
        earlier = {uid for uid, s in said.items() if s.said and (s.said.edtf or "")[:4] < "2020" and s.said.edtf}
        new = {news.uid for news in one.news}
        assert later <= new and not earlier & new
    assert any(news.sure for one in told.values() for news in one.news)
    assert "cela ne dit pas que rien n’a été fait" in text(made)


def test_the_agenda_chooses_the_measures_in_its_order(publisher: Publisher, facts: PartFacts) -> None:
    chosen = (measure_uid(2), measure_uid(1))
    made = briefed(NEXT, published(publisher, with_agenda(facts, *chosen)), store=publisher.store)
    assert tuple(one.measure.uid for one in made.book.told) == chosen
    assert not made.book.whole and "Aucun point ne nomme de mesure" not in text(made)


def test_an_open_decision_says_who_for_when_and_what_was_said_of_it(publisher: Publisher, facts: PartFacts) -> None:
    closed = Decision(
        uid=stable_uid("briefing/decision/closed"), session=HELD, text=synthetic.text("Écrire aux préfets"), citations=cited(),
        follow_ups=(FollowUp(session=NEXT, state=DecisionState.DONE),),
    )  # fmt: skip
    made = briefed(NEXT, published(publisher, replace(facts, decisions=(*facts.decisions, closed))), store=publisher.store)  # fmt: skip
    found = text(made)
    assert [one.decision.text.value for one in made.book.decisions if one.open] == ["Chercher un local"]
    assert "Décisions dont personne n’a dit qu’elles étaient faites : 1 sur 2." in found
    assert MISSION.name in found and "Visites faites" in found and "Écrire aux préfets" not in found


def test_after_the_last_look_nothing_is_late(publisher: Publisher, facts: PartFacts) -> None:
    """The plan is known until a day that has passed: a promise seen not kept is of unknown outcome since."""
    views = tuple(one for one in facts.promise_views if one.verdict.value == "not_kept")
    made = briefed(NEXT, published(publisher, replace(facts, promise_views=views)), store=publisher.store)
    assert made.book.subjects[0].it.plan.known_until < made.book.subjects[0].ctx.today.isoformat()
    due = next(one for one in made.book.dues if PROMISE in one.uids)
    assert due.standing is Standing.OUTCOME_UNKNOWN
    assert not any(one.standing is Standing.LATE for one in made.book.dues)
    assert "issue inconnue" in due.words


def test_who_differs_on_a_promise_stands_side_by_side(publisher: Publisher, facts: PartFacts) -> None:
    made = briefed(NEXT, published(publisher, facts), store=publisher.store)
    assert as_json(made)["disputed_promises"] == [PROMISE]
    found = text(made)
    assert f"{synthetic.COALITION.name} : non tenu" in found.replace("\n", "")
    assert f"{MISSION.name} : tenu" in found.replace("\n", "")


def test_a_question_waits_until_an_answer_is_read(publisher: Publisher, facts: PartFacts) -> None:
    (act,) = facts.acts
    waiting = replace(act, answered=None, answers=(), statements=(), closed=None)
    answered = replace(act, answered=When(edtf="2020-05-01"))
    for one, expected in ((waiting, [act.uid]), (answered, [])):
        made = briefed(NEXT, published(publisher, replace(facts, acts=(one,))), store=publisher.store)
        assert as_json(made)["questions"] == expected


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_note_is_printed_no_summary_is_quoted_and_the_same_release_gives_the_same_file(publisher: Publisher, facts: PartFacts, lang: str) -> None:  # fmt: skip
    reader = published(publisher, facts)
    made = briefed(NEXT, reader, lang, store=publisher.store)
    borne = {number for one in runs(made.document) for number in one.notes}
    assert borne and borne == {note.number for note in made.document.notes}
    assert "Chercher un local" not in {one.text for one in runs(made.document) if one.style is Style.QUOTE}
    assert made.file(Format.DOCX) == briefed(NEXT, reader, lang, store=publisher.store).file(Format.DOCX)
    if lang == "fr":
        assert made.file(Format.PDF).startswith(b"%PDF")


# --- the command


def test_the_command_writes_the_book_and_says_what_is_in_it(
    publisher: Publisher, facts: PartFacts, tmp_path: Path
) -> None:
    published(publisher, facts)
    out = tmp_path / "book.docx"
    done = run("briefing", NAME, out, "--json")
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert (said["session"], said["previous"], said["reserved"]) == (NEXT, HELD, False)
    assert out.read_bytes().startswith(b"PK") and said["bytes"] == out.stat().st_size
    again = run("briefing", NAME, out)
    assert again.exit_code != 0 and "--force" in str(again.exception or again.output)


def test_the_command_names_the_sessions_there_are(publisher: Publisher, facts: PartFacts, tmp_path: Path) -> None:
    published(publisher, facts)
    refused = run("briefing", "comite-fictif/1999", tmp_path / "book.pdf")
    assert refused.exit_code != 0 and NAME in str(refused.exception or refused.output)
    assert not (tmp_path / "book.pdf").exists()


@pytest.mark.django_db
def test_the_working_state_says_so_and_holds_nothing_private(publisher: Publisher, part: Part, tmp_path: Path) -> None:
    _kept_private(part)
    out = tmp_path / "draft.pdf"
    done = run("briefing", NAME, out, "--draft", "--json")
    assert done.exit_code == 0, done.output
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(out.read_bytes())).pages]
    assert all("DOCUMENT DE TRAVAIL" in page for page in pages)
    assert not any(SECRET in page for page in pages) and SECRET not in done.stdout
    assert not json.loads(done.stdout)["reserved"]


# --- what a committee keeps


def _secret(words: str) -> Text:
    return Text(value=f"{SECRET} {words}")


def _kept_private(part: Part) -> None:
    """A private session, draft minutes, a private document, a private decision and what was said in private of a public one."""
    committee = models.Committee.objects.get(part=part)
    held = models.Session.objects.get(uid=HELD)
    hidden = actions.add_session(
        committee=committee, by=None, title=_secret("séance"), when=When(edtf="2020-06"), state=SessionState.HELD
    )
    actions.add_document(session=held, by=None, title=_secret("état de la menace"))
    actions.add_decision(session=held, by=None, text=_secret("décision"), owner=OrgRef(name=SECRET))
    actions.write_minutes(session=hidden, by=None, expected_revision=hidden.revision, minutes=_secret("projet"))
    decision = models.Decision.objects.get(session=held, visibility="public")
    actions.follow_up(
        decision=decision, session=hidden, state=DecisionState.NOT_DONE, by=None, expected_revision=decision.revision, text=_secret("suite"),
    )  # fmt: skip
    part.refresh_from_db()


@pytest.mark.django_db
def test_nothing_private_is_in_the_book_of_a_release(publisher: Publisher, part: Part) -> None:
    from jalon.publication.selectors import facts_of_part

    _kept_private(part)
    made = briefed(NEXT, published(publisher, facts_of_part(part)), store=publisher.store)
    assert SECRET not in text(made) and SECRET not in json.dumps(as_json(made))
    assert not made.document.watermark and not made.document.banner.startswith("Réservé")
    assert made.book.place.previous is not None and made.book.place.previous.uid == HELD


@pytest.mark.django_db
def test_a_member_gets_what_the_committee_shares_and_each_page_says_so(publisher: Publisher, part: Part, people: People) -> None:  # fmt: skip
    from jalon.publication.selectors import facts_of_part

    publisher.release(facts_of_part(part))
    _kept_private(part)
    made = book_for(NEXT, people.committee)
    found = text(made)
    for words in ("décision", "projet", "suite"):
        assert f"{SECRET} {words}" in found
    assert "que le comité n’a pas adopté" in found and "tels que le comité les partage" in found
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(made.file(Format.PDF))).pages]
    assert all("RÉSERVÉ AU COMITÉ" in page and "Réservé au comité :" in page.replace("\u00a0", " ") for page in pages)


@pytest.mark.django_db
def test_nobody_else_gets_it_and_the_working_state_is_the_teams(
    publisher: Publisher, part: Part, people: People
) -> None:
    from jalon.publication.selectors import facts_of_part

    publisher.release(facts_of_part(part))
    for stranger in (people.outsider, people.nobody):
        with pytest.raises(models.Session.DoesNotExist):
            book_for(NEXT, stranger)
    with pytest.raises(Forbidden):
        book_for(NEXT, people.committee, draft=True)
    assert book_for(NEXT, people.reader, draft=True).document.watermark == "Réservé au comité"
