"""The whole register as a Data Package: valid under frictionless, keys checked, exact, the same bytes each time."""

import csv
import io
import json
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from jalon.facts.common import Text
from jalon.portal.downloads.tables import TABLES
from jalon.publication import parts, releases
from jalon.publication.reader import open_reader
from tests.publishing import NOON, Publisher
from tests.synthetic import declarations_part, measure_uid, plan_part

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import frictionless

PACKAGE = "/donnees/jalon.zip"


@pytest.fixture
def package(demonstrated: Client) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(demonstrated.get(PACKAGE).content))


def descriptor(package: zipfile.ZipFile) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(package.read("datapackage.json"))
    return found


def rows(package: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    text = package.read(f"data/{name}.csv").decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def errors(package: zipfile.ZipFile, folder: Path, change: Callable[[str, str], str] = lambda _name, text: text) -> Any:
    """What frictionless finds after a change to the files."""
    for name in package.namelist():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(change(name, package.read(name).decode()).encode())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        report = frictionless.Package(str(folder / "datapackage.json")).validate()
    return [(task.name, error.title, error.message) for task in report.tasks for error in task.errors]


def test_every_table_is_valid_with_its_keys(package: zipfile.ZipFile, tmp_path: Path) -> None:
    assert errors(package, tmp_path) == []
    described = {r["name"]: r["schema"] for r in descriptor(package)["resources"]}
    assert described.keys() == TABLES.keys()
    assert sum(len(schema.get("foreignKeys", ())) for schema in described.values()) == 58


BROKEN = {
    ("mesures", "ForeignKey Error"): "section",
    ("observations", "ForeignKey Error"): "series",
    ("citations", "ForeignKey Error"): "source",
    ("organismes", "PrimaryKey Error"): "uid",
    ("moyens", "Type Error"): "amount",
}
"""In each table the cell that is made to name nothing, or twice the same, and the error that it must be."""


def test_broken_rows_would_be_found(package: zipfile.ZipFile, tmp_path: Path) -> None:
    """The check above can fail."""
    changed = {}
    for (name, title), column in BROKEN.items():
        found = rows(package, name)
        found[-1][column] = found[0][column] if title.startswith("Primary") else "nothing"
        changed[f"data/{name}.csv"] = _written(found)
    seen = errors(package, tmp_path, lambda path, text: changed.get(path, text))
    assert {(name, title) for name, title, _message in seen} >= BROKEN.keys()


def _written(found: list[dict[str, str]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, found[0])
    writer.writeheader()
    writer.writerows(found)
    return out.getvalue()


def test_it_holds_what_the_release_says(demonstrated: Client, package: zipfile.ZipFile) -> None:
    reader = open_reader()
    assert len(rows(package, "declarations")) == len(reader.statements_all())
    assert {row["uid"] for row in rows(package, "sources")} == {source.uid for source in reader.all_sources()}
    assert len(rows(package, "observations")) == sum(head.count for head in reader.series())
    assert len(rows(package, "mesures")) == sum(len(reader.measures(plan.uid)) for plan in reader.plans())


def test_conflicting_numbers_are_side_by_side(package: zipfile.ZipFile) -> None:
    second = [row for row in rows(package, "nombres") if row["plan"].startswith("plan-2")]
    assert [row["value"] for row in second] == ["45", "44"]


def test_every_source_that_is_cited_is_in_the_citations(demonstrated: Client, package: zipfile.ZipFile) -> None:
    assert {row["source"] for row in rows(package, "citations")} == open_reader().citation_counts().keys()


def test_it_says_which_release_under_which_terms_signed_by_whom(demonstrated: Client, package: zipfile.ZipFile) -> None:
    said, release = descriptor(package), open_reader().release
    assert (said["id"], said["created"], said["profile"]) == (release.id, release.created_at, "data-package")
    assert len(said["parts"]) == release.parts
    assert all(len(part["sha256"]) == 64 for part in said["parts"])
    assert said["licenses"][0]["path"].startswith("http") and said["sources"] and said["contributors"]
    readme = package.read("README.md").decode()
    assert release.id in readme
    assert all(f"data/{name}.csv" in readme for name in TABLES)


def test_one_release_gives_the_same_bytes_in_every_process(demonstrated: Client) -> None:
    first = demonstrated.get(PACKAGE)
    again = Client().get(PACKAGE, headers={"accept-encoding": "gzip, br"})
    assert first.content == again.content
    assert "Content-Encoding" not in again
    assert first["Content-Disposition"] == f'attachment; filename="jalon-{open_reader().release.id[:12]}.zip"'


def test_english_changes_words_and_no_cell(demonstrated: Client, package: zipfile.ZipFile) -> None:
    english = zipfile.ZipFile(io.BytesIO(demonstrated.get("/en" + PACKAGE).content))
    assert english.namelist() == package.namelist()
    for name in package.namelist():
        if name.endswith(".csv"):
            assert english.read(name) == package.read(name), name


def test_it_stays_valid_when_a_part_of_it_is_withdrawn(publisher: Publisher, client: Client, tmp_path: Path) -> None:
    """Means that name a withdrawn measure are still published: their key is no longer one."""
    facts = plan_part()
    means = replace(facts.means[0], measure=measure_uid(2), plan=facts.plans[0].uid)
    publisher.release(replace(facts, means=(means,)))
    paths = [f"measures/{measure_uid(2)}.json"]
    parts.withdraw(
        publisher.store, facts.header.uid, paths, reason="privacy", words="Un nom.", at=NOON, key=publisher.key
    )
    releases.purge(publisher.store)
    publisher.release(at=NOON)
    package = zipfile.ZipFile(io.BytesIO(client.get(PACKAGE).content))
    assert measure_uid(2) not in {row["uid"] for row in rows(package, "mesures")}
    assert rows(package, "moyens")[0]["measure"] == measure_uid(2)
    assert errors(package, tmp_path / "package") == []


def test_its_cells_are_exact(publisher: Publisher, client: Client, tmp_path: Path) -> None:
    """What a spreadsheet would take for a formula is not touched here: programs read what was said."""
    plans, facts = declarations_part(), plan_part()
    words = '=HYPERLINK("https://exemple.invalid")\nligne, "guillemets" ; fin '
    means = replace(facts.means[0], amount="-123456789012345678901234567890.10", note=Text(value=words))
    publisher.release(replace(facts, means=(means,)), plans)
    package = zipfile.ZipFile(io.BytesIO(client.get(PACKAGE).content))
    row = rows(package, "moyens")[0]
    assert (row["amount"], row["note"]) == ("-123456789012345678901234567890.10", words)
    assert errors(package, tmp_path / "package") == []
