"""A report asked for in the office: made by a job, followed, taken by the team alone; of the working state it says so."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from jalon.core.errors import Forbidden, Invalid
from jalon.core.models import User
from jalon.plans.models import Plan
from jalon.reports import runs
from jalon.reports.kinds import Format, Kind, Request
from jalon.reports.models import ReportRun, RunState
from tests.integration.office.conftest import SLUG, House

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | None], Client]
PAGE = f"/bureau/parties/{SLUG}/rapports/"
PLAN = "plan-fictif-1"


@pytest.fixture(autouse=True)
def no_queue(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Jobs are run by the test, when it wants."""
    asked: list[str] = []
    monkeypatch.setattr(runs.work.__class__, "enqueue", lambda self, uid: asked.append(uid))
    return asked


def asked(house: House, **more: object) -> ReportRun:
    request = Request(**{"plan": PLAN, "kind": Kind.STATE, "lang": "fr", "format": Format.PDF, **more})  # type: ignore[arg-type]
    return runs.ask(part=house.part, request=request, by=house.reader)


def test_a_report_is_asked_for_made_followed_and_taken(house: House, sign_in: SignIn, django_capture_on_commit_callbacks: Callable[..., object], no_queue: list[str]) -> None:  # fmt: skip
    client = sign_in(house.reader)
    assert PLAN in Plan.objects.filter(part=house.part).values_list("slug", flat=True)
    form = {"plan": PLAN, "kind": "state", "of": "draft", "lang": "fr", "format": "pdf", "measure": "", "since": ""}
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        answer = client.post(PAGE, form)
    run = ReportRun.objects.get()
    assert (answer.status_code, no_queue) == (302, [str(run.uid)])
    assert "En attente" in client.get(f"{PAGE}{run.uid}/").content.decode()
    assert client.get(f"{PAGE}{run.uid}/fichier/").status_code == 404
    runs.work.func(str(run.uid))
    run.refresh_from_db()
    assert (run.state, run.steps_done, run.message) == (RunState.DONE, run.steps, "")
    assert "Prendre le fichier" in client.get(f"{PAGE}{run.uid}/").content.decode()
    file = client.get(f"{PAGE}{run.uid}/fichier/")
    assert (file["Content-Type"], file["Cache-Control"]) == ("application/pdf", "private, no-store")
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(file.content)).pages]
    assert all("DOCUMENT DE TRAVAIL" in page for page in pages)
    assert all("Données inventées" in page for page in pages)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"kind": Kind.MEASURE}, "De quelle mesure"),
        ({"kind": Kind.CHANGES}, "Depuis quand"),
        ({"since": "2026-01-01"}, "entre deux versions publiées"),
        ({"lang": "xx"}, "en français"),
    ],
)
def test_a_demand_that_does_not_hang_together_is_refused_in_words(house: House, more: dict[str, object], words: str) -> None:  # fmt: skip
    with pytest.raises(Invalid, match=words):
        asked(house, **more)
    assert not ReportRun.objects.exists()


def test_a_form_that_is_refused_keeps_what_was_written(house: House, sign_in: SignIn) -> None:
    form = {"plan": PLAN, "kind": "measure", "of": "draft", "lang": "fr", "format": "pdf", "measure": "", "since": ""}
    answer = sign_in(house.reader).post(PAGE, form)
    assert answer.status_code == 422
    assert [p.field for p in answer.context["problems"]] == ["id_measure"], "said where it is to be mended"
    assert '<option value="measure" selected>' in answer.content.decode()


def test_a_report_on_a_measure_that_is_not_there_says_which_there_are(house: House) -> None:
    run = asked(house, kind=Kind.MEASURE, measure="999")
    runs.work.func(str(run.uid))
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert "999" in run.message and "mesures connues" in run.message


def test_nobody_outside_the_team_asks_for_one_sees_it_or_takes_it(house: House, sign_in: SignIn) -> None:
    run = asked(house)
    runs.work.func(str(run.uid))
    for who in (house.stranger, house.operator):
        client = sign_in(who)
        assert {client.get(path).status_code for path in (PAGE, f"{PAGE}{run.uid}/", f"{PAGE}{run.uid}/fichier/")} == {
            404
        }
        with pytest.raises(Forbidden):
            runs.ask(part=house.part, request=Request(plan=PLAN), by=who)


def test_a_job_that_died_is_taken_up_and_a_made_report_goes_after_some_days(house: House, no_queue: list[str]) -> None:
    run = asked(house)
    no_queue.clear()
    runs.look_after(timezone.now() + timedelta(minutes=3))
    assert no_queue == [str(run.uid)]
    runs.work.func(str(run.uid))
    run.refresh_from_db()
    path = runs.path_of(run)
    assert path.stat().st_mode & 0o777 == 0o600
    assert runs.content(run) is not None
    runs.look_after(timezone.now() + runs.KEPT + timedelta(hours=1))
    assert not path.exists() and not ReportRun.objects.exists()


def test_a_part_waits_for_its_reports_before_it_asks_for_more(house: House) -> None:
    for _time in range(runs.MOST_WAITING):
        asked(house)
    with pytest.raises(Invalid, match="déjà demandés"):
        asked(house)


def test_what_was_asked_comes_back_as_it_was(house: House) -> None:
    request = Request(plan=PLAN, kind=Kind.MEASURE, lang="en", format=Format.DOCX, measure="3")
    assert runs.request_of(runs.ask(part=house.part, request=request, by=house.reader)) == request
