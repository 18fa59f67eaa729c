"""`jalon report` and `jalon changes`, run as commands on one small Release: every kind, every format, what is refused."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from pypdf import PdfReader
from pytest_django.fixtures import Settings

from jalon.config.cli import jalon
from jalon.facts.part import PartFacts
from jalon.publication.keys import instance_key
from jalon.publication.store import Store
from tests.integration.plans.conftest import bare, loaded
from tests.publishing import NOON, Publisher
from tests.synthetic_evaluations import evaluated_part

pytestmark = pytest.mark.once
PLAN = "plan-fictif-2"
LATER = datetime(2026, 3, 1, tzinfo=UTC)
ASKED = {
    "state": (), "midterm": (), "final": (), "measure": ("--measure", "1"), "comparison": ("--lang", "en"),
    "changes": ("--since", "2026-01-31"),
}  # fmt: skip


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A var folder with two Releases of the invented plans: the second has one evaluation less. Read only."""
    var = tmp_path_factory.mktemp("reports") / "var"
    publisher = Publisher(Store(var / "publication"), instance_key(var / "keys"))
    facts = invented()
    first = facts.evaluations[0].uid
    publisher.release(facts)
    kept = tuple(one for one in facts.assessments if one.evaluation != first)
    publisher.release(replace(facts, assessments=kept), at=LATER)
    return var


def invented() -> PartFacts:
    facts = evaluated_part()
    return replace(facts, header=replace(facts.header, synthetic=True))


@pytest.fixture(autouse=True)
def here(var: Path, settings: Settings) -> None:
    settings.JALON = settings.JALON.model_copy(update={"var_dir": var})


def run(*arguments: object) -> Result:
    return CliRunner().invoke(jalon, [str(one) for one in arguments])


def said(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, (result.output, result.exception)
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx"])
@pytest.mark.parametrize("kind", ASKED)
def test_every_kind_is_written_as_the_file_that_its_name_says(kind: str, form: str, tmp_path: Path) -> None:
    more = ASKED[kind]
    out = tmp_path / f"rapport.{form}"
    told = said(run("report", PLAN, out, "--kind", kind, *more, "--json"))
    data = out.read_bytes()
    lang = "en" if "en" in more else "fr"
    assert (told["bytes"], told["kind"], told["format"], told["lang"]) == (len(data), kind, form, lang)
    assert told["release"] and told["draft"] is False
    words = words_of(data, form)
    assert ("Invented data" if lang == "en" else "Données inventées") in words
    assert "document de travail" not in words.lower() and "working document" not in words.lower()


def words_of(data: bytes, form: str) -> str:
    """The text of a file; a PDF is tagged, and says that it keeps to PDF/UA-1."""
    if form == "pdf":
        read = PdfReader(io.BytesIO(data))
        root: Any = read.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"] and root["/StructTreeRoot"] and root["/Lang"] in ("fr", "en")
        assert b"pdfuaid:part" in root["/Metadata"].get_data()
        return " ".join(page.extract_text() for page in read.pages)
    if form == "xlsx":
        book = load_workbook(io.BytesIO(data), read_only=True)
        return " ".join(
            str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row if value
        )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return " ".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))


def test_what_was_so_on_a_day_and_what_changed_are_told(tmp_path: Path) -> None:
    now, then = tmp_path / "now.xlsx", tmp_path / "then.xlsx"
    said(run("report", PLAN, now, "--kind", "comparison", "--json"))
    said(run("report", PLAN, then, "--kind", "comparison", "--as-of", "2019-01-01", "--json"))
    assert "2019" in words_of(then.read_bytes(), "xlsx") and now.read_bytes() != then.read_bytes()
    changed = said(run("changes", "2026-01-31", "--json"))
    assert changed["counts"] and all(one["sentences"] for one in changed["changes"])
    assert said(run("changes", "2026-03-02", "--json"))["changes"] == []


@pytest.mark.django_db
def test_the_working_state_is_told_with_its_watermark(tmp_path: Path) -> None:
    loaded(bare(invented()))
    out = tmp_path / "brouillon.docx"
    told = said(run("report", PLAN, out, "--kind", "comparison", "--draft", "--json"))
    assert told["draft"] is True and told["release"] is None
    assert "Document de travail" in words_of(out.read_bytes(), "docx")
    refused = run("report", "plan-de-nulle-part", tmp_path / "x.docx", "--draft")
    assert refused.exit_code == 1 and "plan-de-nulle-part" in str(refused.exception)


def test_what_cannot_be_made_or_written_is_said_and_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "la.pdf"
    there.write_text("mine")
    out = tmp_path / "rapport.pdf"
    for arguments, words in (
        ((PLAN, there), "exists already"), ((PLAN, tmp_path / "rapport"), "does not say the format"),
        ((PLAN, tmp_path / "absent" / "r.pdf"), "make the folder"), ((PLAN, out, "--draft", "--release", "ab"), "--release"),
        (("nulle-part", out), "nulle-part"), ((PLAN, out, "--kind", "measure", "--measure", "99"), "99"),
        ((PLAN, out, "--kind", "measure"), ""), ((PLAN, out, "--release", "abcdef12"), "abcdef12"),
        ((PLAN, out, "--kind", "changes", "--since", "hier"), "hier"),
    ):  # fmt: skip
        refused = run("report", *arguments)
        assert refused.exit_code == 1 and words in str(refused.exception), (arguments, refused.exception)
        assert "Traceback" not in refused.output
    for misspelt in ((PLAN, out, "--kind", "annuel"), (PLAN, out, "--as-of", "hier"), (PLAN,)):
        assert run("report", *misspelt).exit_code == 2
    assert there.read_text() == "mine" and not out.exists()
    said(run("report", PLAN, there, "--kind", "comparison", "--format", "xlsx", "--force", "--json"))
    assert there.read_bytes().startswith(b"PK")

    def closed(self: Path, data: bytes) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "write_bytes", closed)
    refused = run("report", PLAN, out, "--kind", "comparison", "--format", "xlsx")
    assert refused.exit_code == 1 and "cannot be written" in str(refused.exception)


def test_a_release_is_named_by_its_beginning(tmp_path: Path, var: Path) -> None:
    """The earlier Release is told as it was."""
    from jalon.publication import releases

    first = min(releases.listed(Store(var / "publication")), key=lambda one: one.created_at)
    told = said(run("report", PLAN, tmp_path / "r.xlsx", "--kind", "comparison", "--release", first.id[:10], "--json"))
    assert told["release"] == first.id and first.created_at.startswith(NOON.date().isoformat())
