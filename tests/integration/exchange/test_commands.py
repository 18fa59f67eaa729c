"""`jalon import` and `jalon export`, run as commands: reports for programs, exit codes, every workbook, both databases."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from jalon.config.cli import jalon
from jalon.core.models import AuditEvent, Organisation, Part
from jalon.exchange.problems import Severity
from jalon.facts.common import COUNTRY_SUBJECT
from jalon.facts.part import PartKind
from jalon.methods.formula import dependencies, parse
from jalon.plans.models import Indicator, Measure, Plan, Statement
from tests import synthetic
from tests.integration.plans.conftest import loaded

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FIXTURES = Path(__file__).parents[2] / "fixtures"
WORKBOOKS = sorted((FIXTURES / "workbooks").glob("*.xlsx"))
DEFINITIONS = FIXTURES / "indicators" / "import-indicateur-definitions.csv"
FAULTY = {"plan_with_duplicate_actions"}
"""Workbooks that repeat an action: refused whole, or taken without that row."""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(jalon, [str(one) for one in arguments])


def report(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def part_of(kind: PartKind) -> Part:
    body = Organisation.objects.create(slug="mission-fictive", kind="mission", fictional=True)
    return Part.objects.create(slug="partie-fictive", kind=kind.value, title="Fictive", owner=body, synthetic=True)


def profile_of(path: Path) -> list[object]:
    profile = path.with_suffix(".profile.json")
    return ["--profile", profile] if profile.exists() else []


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_every_workbook_is_imported_and_twice_changes_nothing(path: Path) -> None:
    part_of(PartKind.PLAN)
    given = [path, *profile_of(path), "--valid-rows-only", "--json"]
    first = run("import", *given)
    assert first.exit_code == 0, first.output
    said = report(first)
    assert said["written"] and said["added"]["measures"] == Measure.objects.count() > 0
    assert {one["field"] for one in said["mapping"]} >= {"title"}
    slug = Plan.objects.get().slug
    again = run("import", *given, "--plan", slug)
    assert again.exit_code == 0, again.output
    assert report(again)["added"] == {} and not report(again)["written"]


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_a_file_with_errors_writes_nothing_unless_valid_rows_are_asked_for(path: Path) -> None:
    part = part_of(PartKind.PLAN)
    result = run("import", path, *profile_of(path), "--json")
    wrong = [one for one in report(result)["problems"] if one["severity"] == Severity.ERROR]
    assert (result.exit_code, bool(wrong)) == ((1, True) if path.stem in FAULTY else (0, False))
    part.refresh_from_db()
    assert (part.revision > 1, Measure.objects.exists()) == (not wrong, not wrong)
    assert all(one["sheet"] and one["address"] and one["words"] for one in wrong)


def test_a_dry_run_reports_and_writes_nothing() -> None:
    part_of(PartKind.PLAN)
    events = AuditEvent.objects.count()
    result = run("import", FIXTURES / "workbooks" / "complex_plan.xlsx", "--dry-run", "--json")
    assert result.exit_code == 0
    assert report(result)["added"]["measures"] == 29
    assert (Plan.objects.count(), AuditEvent.objects.count()) == (0, events)


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv"])
def test_what_is_exported_imports_without_a_difference(kind: str, tmp_path: Path) -> None:
    part = loaded(synthetic.plan_part())
    out = tmp_path / f"plan.{kind}"
    done = run("export", "plan-fictif-2", out, "--format", kind, "--json")
    assert done.exit_code == 0, done.output
    assert report(done)["part"] == part.slug
    again = run("import", out, "--part", part.slug, "--json")
    assert again.exit_code == 0, again.output
    assert (report(again)["added"], report(again)["changed"], report(again)["written"]) == ({}, {}, False)


def test_an_export_of_an_import_brings_every_workbook_back(tmp_path: Path) -> None:
    part = part_of(PartKind.PLAN)
    for number, path in enumerate(WORKBOOKS):
        before = set(Plan.objects.values_list("slug", flat=True))
        run("import", path, *profile_of(path), "--title", f"Plan {number}", "--valid-rows-only")
        (slug,) = set(Plan.objects.values_list("slug", flat=True)) - before
        out = tmp_path / f"{slug}.xlsx"
        assert run("export", slug, out, "--format", "xlsx").exit_code == 0
        again = run("import", out, "--part", part.slug, "--json")
        assert (report(again)["added"], report(again)["changed"]) == ({}, {})


def test_nothing_is_written_over_a_file_that_is_there(tmp_path: Path) -> None:
    loaded(synthetic.plan_part())
    out = tmp_path / "plan.csv"
    out.write_text("mine")
    result = run("export", "plan-fictif-2", out, "--format", "csv")
    assert (result.exit_code, out.read_text()) == (1, "mine")
    assert "exists already" in str(result.exception)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["export", "nulle-part", "x.csv", "--format", "csv"], "no single plan"),
        (["import", "absent.xlsx"], "not there"),
    ],
)
def test_what_is_not_there_is_named(arguments: list[str], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 1 and said in str(result.exception)


# --- indicators ------------------------------------------------------------------------------------------------------


def test_the_730_definitions_are_recognised_and_taken_in_with_their_77_formulas() -> None:
    part = part_of(PartKind.INDICATORS)
    result = run("import", DEFINITIONS, "--json")
    assert result.exit_code == 0, result.output
    assert report(result)["added"] == {"sources": 1, "indicators": 730}
    kept = {one.code: one for one in Indicator.objects.filter(part=part)}
    formulas = {code: one.formula for code, one in kept.items() if one.formula}
    assert (len(kept), len(formulas)) == (730, 77)
    assert all(dependencies(parse(formula)) <= kept.keys() for formula in formulas.values())
    assert {str(one.subject_uid) for one in kept.values()} == {COUNTRY_SUBJECT}
    again = run("import", DEFINITIONS, "--json")
    assert again.exit_code == 0 and not report(again)["written"]


def test_a_formula_that_is_none_refuses_the_table_at_its_cell_and_other_rows_on_demand(tmp_path: Path) -> None:
    part = part_of(PartKind.INDICATORS)
    table = tmp_path / "definitions.csv"
    table.write_text("identifiant;titre;unité;formule\na;Un;x;\nb;Deux;x;val(a)+\nc;Trois;x;val(z)\n", "utf-8")
    refused = run("import", table, "--json")
    assert refused.exit_code == 1 and not Indicator.objects.exists()
    assert [one["address"] for one in report(refused)["problems"]] == ["D3", "D4"]
    assert run("import", table, "--valid-rows-only").exit_code == 0
    assert list(Indicator.objects.filter(part=part).values_list("code", flat=True)) == ["a"]


def test_definitions_of_a_plan_of_another_body_are_of_that_plan_and_unknown_plans_are_refused(tmp_path: Path) -> None:
    loaded(synthetic.plan_part())
    part = Part.objects.create(
        slug="indicateurs-fictifs", kind="indicators", title="Indicateurs", owner=Organisation.objects.all()[0]
    )
    table = tmp_path / "definitions.csv"
    table.write_text("identifiant;titre;unité\na;Places;places\n", "utf-8")
    assert run("import", table, "--plan", "nulle-part").exit_code == 1
    assert run("import", table, "--plan", "plan-fictif-2").exit_code == 0
    assert str(Indicator.objects.get(part=part).subject_uid) == synthetic.PLAN


def test_a_profile_says_that_a_table_defines_indicators(tmp_path: Path) -> None:
    part_of(PartKind.INDICATORS)
    table, profile = tmp_path / "t.csv", tmp_path / "p.json"
    table.write_text("Cle;Mesure\na;Places ouvertes\n", "utf-8")
    mapping = {"Cle": "code", "Mesure": "title"}
    profile.write_text(
        json.dumps({"jalon_profile": 1, "name": "x", "mapping": mapping, "options": {"table": "indicators"}})
    )
    result = run("import", table, "--profile", profile, "--json")
    assert result.exit_code == 0, result.output
    assert [(one.code, one.unit) for one in Indicator.objects.all()] == [("a", "—")]


def test_words_said_before_are_not_rewritten_by_a_workbook(tmp_path: Path) -> None:
    part = loaded(synthetic.plan_part())
    out = tmp_path / "plan.xlsx"
    run("export", "plan-fictif-2", out, "--format", "xlsx")
    book = load_workbook(out)
    spoken = Statement.objects.filter(part=part).exclude(text=None)[0]
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value == spoken.text.value]
    assert cells
    for cell in cells:
        cell.value = "Autre chose"
    book.save(out)
    result = run("import", out, "--part", part.slug, "--json")
    assert result.exit_code == 1
    assert "Autre chose" in [one["found"] for one in report(result)["problems"]]
    spoken.refresh_from_db()
    assert spoken.text.value != "Autre chose"
