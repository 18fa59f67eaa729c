"""What a job finds in a large file is told in the language of whoever handed it in, not in that of the machine."""

import io

import pytest
from django.utils import translation

from jalon.core.models import Part
from jalon.plans import import_runs
from jalon.plans.choices import Choices
from jalon.plans.models import ImportRun
from tests import synthetic
from tests.integration.plans.conftest import empty_part

pytestmark = pytest.mark.django_db
TABLE = "N°;Mesure;Échéance\n7;Loger;bientôt peut-être\n8;Soigner;2026\n"


@pytest.fixture
def part(monkeypatch: pytest.MonkeyPatch) -> Part:
    monkeypatch.setattr(import_runs, "LARGE", 10)
    monkeypatch.setattr(import_runs, "_work_later", lambda run: None)
    return empty_part(synthetic.plan_part())


def worked(run: ImportRun, machine: str) -> ImportRun:
    with translation.override(machine):
        import_runs.work.func(str(run.uid))
    run.refresh_from_db()
    return run


@pytest.mark.parametrize(
    ("person", "machine", "words"), [("fr", "en", "Une date est attendue"), ("en", "fr", "A date is expected")]
)
def test_errors_of_a_large_file_are_told_in_the_language_of_the_person(
    part: Part, person: str, machine: str, words: str
) -> None:
    with translation.override(person):
        run = import_runs.open_run(part=part, name="plan.csv", stream=io.BytesIO(TABLE.encode()), by=None)
    assert words in worked(run, machine).report["problems"][0]["words"]
    with translation.override(machine):
        import_runs.choose(run=run, choices=Choices(title="Autre"), by=None, expected_revision=run.revision)
    assert words not in worked(run, person).report["problems"][0]["words"]


def test_why_a_large_file_was_not_written_is_told_in_the_language_of_whoever_confirmed(part: Part) -> None:
    run = import_runs.open_run(part=part, name="plan.csv", stream=io.BytesIO(TABLE.encode()), by=None)
    worked(run, "en")
    with translation.override("fr"):
        import_runs.confirm(run=run, valid_rows_only=False, by=None, expected_revision=run.revision)
    assert worked(run, "en").state == "failed" and "erreur" in run.message


def test_a_run_begun_before_is_told_in_the_language_of_its_part(part: Part) -> None:
    run = import_runs.open_run(part=part, name="plan.csv", stream=io.BytesIO(TABLE.encode()), by=None)
    run.choices = {key: value for key, value in run.choices.items() if key != "lang"}
    run.save()
    assert "Une date est attendue" in worked(run, "en").report["problems"][0]["words"]


def test_how_many_lines_a_text_table_holds_is_known_while_it_is_read(part: Part) -> None:
    run = import_runs.open_run(part=part, name="plan.csv", stream=io.BytesIO(TABLE.encode()), by=None)
    assert worked(run, "fr").rows_total == 3
