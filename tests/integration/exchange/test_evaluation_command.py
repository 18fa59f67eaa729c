"""`jalon import-evaluation`: what is previewed, what is asked, what is written, what never comes out."""

import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from docx import Document

from jalon.config.cli import jalon
from jalon.core import parts
from jalon.core.actions import memberships
from jalon.core.enums import Role
from jalon.core.models import Organisation, Part
from jalon.evaluation.models import Assessment, Evaluation, Note
from jalon.exchange.exporting import export_plan
from jalon.facts.codec import split
from jalon.facts.common import OrgRef
from jalon.facts.part import PartFacts, PartHeader, PartKind
from jalon.plans.models import Section
from jalon.plans.models.importing import ImportRun
from tests import synthetic
from tests.integration.plans.conftest import loaded, person

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SECRET = "rappeler la personne entendue"
NEW = (
    "--plan",
    "plan-fictif-2",
    "--title",
    "Essai",
    "--evaluator",
    "Collectif fictif",
    "--scale",
    "realisee-partielle-non-realisee",
)
TABLE = f"""N°;Mesure;Bilan;Phrase;p.;Source;Note privée
1;;réalisée;Rien n’est vrai ici;9;Rapport fictif;{SECRET}
section 1;;partiellement réalisée;La section avance;10;;
groupe 1-2;;non réalisée;Ensemble;11;;
Lacune : aucun hébergement fictif;;non réalisée;Manque;12;;
12 bis;;réalisée;;13;;
1 et 2;;réalisée;;14;;
2;;engagée;;15;;
46;;réalisée;;16;;"""


@pytest.fixture(autouse=True)
def home() -> Part:
    """A plan of somebody, and a part of evaluations of another body."""
    plans = loaded(synthetic.plan_part())
    body = Organisation.objects.create(slug="evaluateur-fictif", kind="coalition", fictional=True)
    author = person("auteure@exemple.fr", Role.EDITOR, body)
    memberships.grant(by=None, user=author, role=Role.EDITOR, organisation=plans.owner)
    person("autre@exemple.fr", Role.EDITOR, body)  # sees no draft of the plan
    person("lectrice@exemple.fr", Role.READER, body)
    return Part.objects.create(slug="evaluation-fictive", kind="evaluation", title="Évaluation fictive", owner=body)


def run(*arguments: object, pasted: str | bytes = TABLE) -> Result:
    return CliRunner().invoke(jalon, ["import-evaluation", *map(str, arguments)], input=pasted)


def report(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, (result.output, result.exception)
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_a_preview_tells_every_row_with_its_candidates_and_writes_nothing() -> None:
    said = report(run("-", *NEW, "--json"))
    assert [one["field"] for one in said["mapping"]] == ["number", "title", "level", "text", "page", "source", "note"]
    rows = {one["row"]: one for one in said["rows"]}
    assert {n: (one["standing"], one["object"]) for n, one in rows.items()} == {
        2: ("matched", "measure"), 3: ("matched", "section"), 4: ("matched", "group"), 5: ("matched", "gap"),
        6: ("aside", "measure"), 7: ("asked", "measure"), 8: ("matched", "measure"), 9: ("aside", "measure"),
    }  # fmt: skip
    assert said["read"] | {"rows": 8, "ready": 4, "asked": 2, "aside": 2, "to_write": 4} == said["read"]
    assert [len(one["of"]) for one in rows[7]["candidates"]] == [2, 2, 1, 1, 0, 0]
    assert "engagée" in rows[8]["level_why"] and rows[8]["level_cell"] == "C8" and "12 bis" in rows[6]["why"]
    assert SECRET not in json.dumps(said, ensure_ascii=False) and rows[2]["private_note"]
    assert not Evaluation.objects.exists() and not ImportRun.objects.exists()
    for_people = run("-", *NEW)
    assert "--row '7=group:1,2'" in for_people.stdout and "--row-level '8=CODE', of done" in for_people.stdout
    assert "--row '7=aside'" in for_people.stdout and "not written" in for_people.stdout
    assert SECRET not in for_people.output


def test_rows_that_wait_stop_everything_until_they_are_answered_or_left(home: Part) -> None:
    stopped = run("-", *NEW, "--write", "--json")
    assert stopped.exit_code == 1 and "2 rows" in str(stopped.exception)
    assert not json.loads(stopped.stdout)["written"] and not Evaluation.objects.exists()
    answered = ("--row", "7=aside", "--row-level", "8=not_done", "--row", "6=theme", "--row", "9=section:1.1")
    said = report(run("-", *NEW, *answered, "--write", "--as", "auteure@exemple.fr", "--json"))
    assert said["counts"] == {"added": 7, "changed": 0, "notes": 1} and said["read"]["asked"] == 0
    found = {row.object: row for row in Assessment.objects.all()}
    assert set(found) == {"measure", "section", "group", "theme", "gap"}
    assert set(found["group"].subjects) == {synthetic.measure_uid(1), synthetic.measure_uid(2)}
    assert (found["gap"].topic, found["gap"].subjects) == ("aucun hébergement fictif", ())
    assert ImportRun.objects.get().by is not None and Evaluation.objects.get().part == home
    again = report(run("-", "--evaluation", Evaluation.objects.get().slug, *answered, "--write", "--json"))
    assert not again["written"] and again["read"]["to_write"] == 0


def test_only_valid_rows_are_written_and_the_others_stay_with_the_file() -> None:
    said = report(run("-", *NEW, "--write", "--valid-only", "--json"))
    assert said["written"] and said["counts"]["added"] == 4
    kept = ImportRun.objects.get(uid=said["run"])
    assert kept.state == "done" and kept.by is None


def test_a_private_note_is_in_its_own_field_and_in_nothing_that_leaves(home: Part) -> None:
    report(run("-", *NEW, "--write", "--valid-only", "--json"))
    assert Note.objects.get().text == SECRET
    facts = PartFacts(
        header=PartHeader(
            uid=str(home.uid), slug=home.slug, kind=PartKind.EVALUATION, title=home.title, owner=OrgRef(name="Fictif")
        ),
        **parts.collect(home),
    )
    blobs = split(facts)  # what packages and Releases are made of
    assert any(path.startswith("assessments/") for path in blobs)
    plans = PartFacts(header=synthetic.plan_part().header, **parts.collect(Part.objects.get(kind="plan")))
    sheet, _notes = export_plan(plans, "csv", datetime.now(UTC), "mission")
    report_kept = json.dumps([one.report | one.choices for one in ImportRun.objects.all()], ensure_ascii=False)
    for data in (*blobs.values(), sheet, report_kept.encode()):
        assert SECRET.encode() not in data
    again = run("-", "--evaluation", "essai", "--json", pasted=TABLE.replace(SECRET, "autre note"))
    (conflict,) = report(again)["conflicts"]
    assert conflict["differs"] == ["private_note"] and SECRET not in again.stdout and "autre note" not in again.stdout


def test_what_the_evaluation_says_otherwise_is_chosen() -> None:
    first = "N°;Bilan;p.\n1;réalisée;9"
    report(run("-", *NEW, "--write", "--json", pasted=first))
    second = first.replace("réalisée", "non réalisée")
    told = report(run("-", "--evaluation", "essai", "--json", pasted=second))
    assert [(one["here"], one["table"]) for one in told["conflicts"]] == [("réalisée", "non réalisée")] or told[
        "conflicts"
    ]
    assert run("-", "--evaluation", "essai", "--write", pasted=second).exit_code == 1
    report(run("-", "--evaluation", "essai", "--write", "--keep", "here", "--json", pasted=second))
    assert Assessment.objects.get().level == "done"
    report(run("-", "--evaluation", "essai", "--write", "--keep", "2=table", "--json", pasted=second))
    assert Assessment.objects.get().level == "not_done"


def test_a_mapping_is_kept_and_used_again() -> None:
    odd = "Rang;Avis du collectif\n1;P\n2;P"
    chosen = ("--column", "Rang=number", "--column", "Avis du collectif=level", "--level", "P=partial")
    report(run("-", *NEW, *chosen, "--save-profile", "Collectif", "--write", "--json", pasted=odd))
    for more in ((), ("--profile", "Collectif")):
        again = report(run("-", "--evaluation", "essai", *more, "--json", pasted=odd))
        assert [one["level"] for one in again["rows"]] == ["partial", "partial"]
    wrong = run("-", "--evaluation", "essai", "--profile", "Collectif", pasted="Numero;Avis\n1;P")
    assert wrong.exit_code == 1 and "Rang" in str(wrong.exception)


def test_a_word_table_with_merged_cells_is_read_with_its_notes(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(rows=3, cols=3)
    for at, row in enumerate((["N°", "Bilan", "Page"], ["1", "réalisée", "9"], ["2", "", "10"])):
        for column, text in enumerate(row):
            table.cell(at, column).text = text
    table.cell(1, 1).merge(table.cell(2, 1)).text = "réalisée"
    file = tmp_path / "tableau.docx"
    document.save(str(file))
    said = report(run(file, *NEW, "--json"))
    assert [row["level"] for row in said["rows"]] == ["done", "done"]
    assert said["notes"] and said["rows"][1]["notes"] and not said["rows"][0]["notes"]


def test_a_section_that_left_the_plan_is_asked() -> None:
    Section.objects.filter(label="1").update(withdrawn_at=datetime.now(UTC))
    said = report(run("-", *NEW, "--json", pasted="N°;Bilan\naxe 1;réalisée\naxe 9;réalisée"))
    assert [row["standing"] for row in said["rows"]] == ["asked", "asked"]
    assert all(row["candidates"] for row in said["rows"])


def bomb() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("xl/workbook.xml", b"0" * 300_000_000)
    return held.getvalue()


def test_what_is_no_table_is_refused_with_its_remedy(tmp_path: Path) -> None:
    heavy = tmp_path / "lourd.xlsx"
    with heavy.open("wb") as empty:
        empty.truncate(40 * 1024 * 1024)
    for name, content in (
        ("bombe.xlsx", bomb()),
        ("faux.docx", b"PK\x03\x04"),
        ("vide.csv", b" "),
        ("a.pdf", b"%PDF-1"),
    ):
        (tmp_path / name).write_bytes(content)
    for file, words in (
        ("lourd.xlsx", "40 MB; the limit is 10 MB"), ("bombe.xlsx", ""), ("faux.docx", ""), ("vide.csv", ""),
        ("a.pdf", ".docx"), ("absent.csv", "not there"),
    ):  # fmt: skip
        refused = run(tmp_path / file, *NEW, "--write")
        assert refused.exit_code == 1 and words in str(refused.exception), (file, refused.exception)
        assert "Traceback" not in refused.output
    latin = run("-", *NEW, pasted="N°;Bilan\n1;réalisée".encode("cp1252"))
    assert latin.exit_code == 1 and "not UTF-8" in str(latin.exception)
    assert not ImportRun.objects.exists()


def test_what_cannot_be_done_is_said_and_ends_with_1() -> None:
    for arguments, said in (
        (("--plan", "absent", *NEW[2:]), "no plan absent"), (NEW[2:], "--plan"), ((*NEW[:-1], "absente"), "no scale"),
        (("--evaluation", "absente"), "no evaluation absente"), ((*NEW, "--as", "nulle@exemple.fr"), "no open account"),
        ((*NEW, "--as", "autre@exemple.fr"), "no plan"), ((*NEW, "--as", "lectrice@exemple.fr"), ""),
        ((*NEW, "--part", "autre"), "evaluation-fictive"), ((*NEW, "--row", "99=1"), "no row 99"),
        ((*NEW, "--row", "7=46"), "no measures 46"), ((*NEW, "--column", "Bilan=verdict"), "fields are"),
        ((*NEW, "--table", "2"), "1 tables"),
    ):  # fmt: skip
        result = run("-", *arguments, "--write", "--valid-only")
        assert result.exit_code == 1 and said in str(result.exception), (arguments, result.exception)
    assert run("-", *NEW, "--row", "seven").exit_code == run("-", "--evaluation", "a", "--title", "b").exit_code == 2
    assert not Evaluation.objects.exists()
