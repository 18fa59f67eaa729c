"""Recommendations and questions from files into a part: commands run in this process, twice, corrected, and badly."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from docx import Document

from jalon.commitments.models import Act, Recommendation
from jalon.config.cli import jalon
from jalon.config.console import Failure
from jalon.core.models import AuditEvent, Organisation, Part
from jalon.facts.common import Text, When
from jalon.facts.recommendation import Position

pytestmark = pytest.mark.django_db
PUBLISHED = Path(__file__).parents[2] / "fixtures" / "recommendations"
SECOND = PUBLISHED / "UPR20__Slovenia_ThematicListRecommendations_E.docx"
HEAD = ("Recommendation", "Position", "Full list of themes", "Comments")
TRAIN = (
    "1.1 Train all the judges of the country (Chad);\nSource of position: A/HRC/28/15 - Para. 3",
    "Supported",
    "D27",
    "",
)
SHELTER = (
    "1.2 Open more shelters for the victims (Ghana);\nSource of position: A/HRC/28/15 - Para. 4",
    "Noted",
    "D27",
    "",
)
INDEX = (
    "Text;Countries Concerned;Reccomending Body;UPR Session;Document Symbol;UPR Reccomending States;UPR Position;Themes;"
    "Affected Persons;Sdgs;Document Publication Date;OHCHR Annotation Id\n"
)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(jalon, [str(one) for one in arguments])


def report(*arguments: object) -> dict[str, Any]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, (result.output, result.exception)
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def said(result: Result) -> str:
    assert isinstance(result.exception, Failure)
    return str(result.exception)


@pytest.fixture
def part(db: None) -> Part:
    body = Organisation.objects.create(slug="mission-fictive", kind="mission", fictional=True)
    return Part.objects.create(slug="engagements", kind="commitments", title="Fictive", owner=body, synthetic=True)


def matrix(path: Path, *rows: tuple[str, ...]) -> Path:
    made = Document()
    table = made.add_table(rows=0, cols=len(HEAD))
    for row in (HEAD, *rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    made.save(str(path))
    return path


def index(path: Path, *rows: str) -> Path:
    path.write_text(INDEX + "\n".join(rows), encoding="utf-8")
    return path


@pytest.mark.parametrize(("file", "rows", "themes"), [(SECOND, 201, 37), (PUBLISHED / "UPR34_Slovenia_Thematic_list_of_Recommendations.docx", 269, 53)])  # fmt: skip
def test_a_published_matrix_is_previewed_without_any_part(file: Path, rows: int, themes: int) -> None:
    found = report("import-recommendations", file, "--dry-run")
    assert (found["rows"], found["headings"], found["themes"]) == (rows, 1, themes)
    assert found["recommendations"] == found["new"] == rows - 1 - themes
    assert (found["unread"], found["written"], found["part"]) == ([], False, None)
    assert found["document"] in ("A/HRC/28/15", "A/HRC/43/15")


def test_a_published_matrix_is_taken_once(part: Part) -> None:
    given = ("import-recommendations", SECOND, "--body", "Examen périodique universel", "--cycle", "2")
    events = AuditEvent.objects.count()
    first = report(*given)
    assert first["written"] and Recommendation.objects.count() == first["recommendations"] == 163
    assert AuditEvent.objects.count() == events + 1
    again = report(*given)
    assert (again["new"], again["changed"], again["unchanged"], again["written"]) == (0, 0, 163, False)


def test_what_a_matrix_says_is_what_is_kept(part: Part, tmp_path: Path) -> None:
    report(
        "import-recommendations",
        matrix(tmp_path / "a.docx", TRAIN),
        "--body",
        "EPU",
        "--cycle",
        "2",
        "--date",
        "2014-11",
    )
    row = Recommendation.objects.get()
    assert (row.body.name, row.paragraph, row.cycle, row.when) == ("EPU", "1.1", "2", When(edtf="2014-11"))
    assert [text.value for text in row.texts] == ["Train all the judges of the country (Chad);"]
    (position,) = row.positions
    assert position.position is Position.SUPPORTED and position.citations[0].locator == "A/HRC/28/15 - Para. 3"
    assert (row.states, row.themes) == (("Chad",), ("D27",))


def test_a_corrected_file_changes_only_what_it_corrects_and_keeps_what_people_added(part: Part, tmp_path: Path) -> None:
    given = ("--body", "EPU", "--cycle", "2")
    report("import-recommendations", matrix(tmp_path / "a.docx", TRAIN, SHELTER), *given)
    row = Recommendation.objects.get(paragraph="1.2")
    row.note, row.texts = Text(value="Relu"), (*row.texts, Text(value="Ouvrir des lieux", lang="fr"))
    row.save()
    fixed = (SHELTER[0].replace("more", "many more"), *SHELTER[1:])
    found = report("import-recommendations", matrix(tmp_path / "b.docx", TRAIN, fixed), *given)
    assert (found["new"], found["changed"], found["unchanged"]) == (0, 1, 1)
    row.refresh_from_db()
    assert row.note == Text(value="Relu") and [text.lang for text in row.texts] == ["en", "fr"]
    assert row.texts[0].value.startswith("Open many more")


def test_the_same_words_in_a_later_report_repeat_the_earlier(part: Part, tmp_path: Path) -> None:
    report(
        "import-recommendations", matrix(tmp_path / "a.docx", TRAIN), "--body", "EPU", "--cycle", "2", "--date", "2014"
    )
    later = (TRAIN[0].replace("1.1", "7.4").replace("Chad", "Malta").replace("28/15", "43/15"), *TRAIN[1:])
    found = report(
        "import-recommendations", matrix(tmp_path / "b.docx", later), "--body", "EPU", "--cycle", "3", "--date", "2019"
    )
    assert (found["new"], found["repeats"]) == (1, 1)
    old, new = Recommendation.objects.order_by("id")
    assert new.repeats_uid == old.uid and old.repeats_uid is None


def test_an_earlier_report_taken_in_later_repeats_nothing(part: Part, tmp_path: Path) -> None:
    report(
        "import-recommendations", matrix(tmp_path / "a.docx", TRAIN), "--body", "EPU", "--cycle", "3", "--date", "2019"
    )
    older = (TRAIN[0].replace("28/15", "11/9"), *TRAIN[1:])
    found = report(
        "import-recommendations", matrix(tmp_path / "b.docx", older), "--body", "EPU", "--cycle", "2", "--date", "2014"
    )
    assert (found["new"], found["repeats"]) == (1, 0)


def test_what_was_withdrawn_stays_so(part: Part, tmp_path: Path) -> None:
    file = matrix(tmp_path / "a.docx", TRAIN)
    report("import-recommendations", file, "--body", "EPU")
    Recommendation.objects.update(withdrawn_at="2026-01-01T00:00:00Z")
    found = report("import-recommendations", file, "--body", "EPU")
    assert (found["new"], found["withdrawn"], found["written"]) == (0, 1, False)


def test_who_recommends_must_be_said_before_anything_is_written(part: Part, tmp_path: Path) -> None:
    file = matrix(tmp_path / "a.docx", TRAIN)
    result = run("import-recommendations", file, "--part", "engagements")
    assert result.exit_code == 1 and "nothing was written" in said(result)
    assert not report("import-recommendations", file)["written"]
    assert not Recommendation.objects.exists()


def test_two_languages_in_one_cell_are_two_texts(part: Part, tmp_path: Path) -> None:
    both = "1.1 Adopt a plan to fight the trafficking of all persons;\nAdopter un plan de lutte contre la traite des personnes;"
    report("import-recommendations", matrix(tmp_path / "a.docx", (both, "Supported", "D27", "")), "--body", "EPU")
    assert {text.lang for text in Recommendation.objects.get().texts} == {"en", "fr"}


def test_a_document_without_table_is_refused_with_what_to_do(part: Part, tmp_path: Path) -> None:
    Document().save(str(tmp_path / "a.docx"))
    assert "thematic" in said(run("import-recommendations", tmp_path / "a.docx")) or "matrice" in said(
        run("import-recommendations", tmp_path / "a.docx")
    )


def test_the_index_is_read_in_its_own_spelling_and_keyed_by_annotation(part: Part, tmp_path: Path) -> None:
    row = 'Criminalise every form of trafficking;France;CEDAW;;CEDAW/C/FRA/CO/7-8;;-;"Trafficking\nWomen";women;"5, 8";25/07/2016;abc-1'
    other = "Adopt a plan of action;Spain;CEDAW;;CEDAW/C/ESP/CO/9;;;;;;2023-05-31;abc-2"
    found = report(
        "import-recommendations", index(tmp_path / "u.csv", row, other, ";France;;;;;;;;;;x"), "--country", "France"
    )
    assert (found["rows"], found["elsewhere"], found["new"], found["unread"]) == (4, 1, 1, [4])
    one = Recommendation.objects.get()
    assert (one.reference, one.body.name, one.symbol) == ("abc-1", "CEDAW", "CEDAW/C/FRA/CO/7-8")
    assert (one.themes, one.sdgs, one.positions, one.when.edtf) == (
        ("Trafficking", "Women"),
        ("5", "8"),
        (),
        "2016-07-25",
    )
    better = index(tmp_path / "v.csv", row.replace("every form", "all forms"))
    better.write_text(better.read_text().replace("Reccomending", "Recommending"))
    again = report("import-recommendations", better)
    assert (again["new"], again["changed"]) == (0, 1) and Recommendation.objects.count() == 1


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_is_exported_is_imported_without_a_difference(part: Part, tmp_path: Path, kind: str) -> None:
    report("import-recommendations", SECOND, "--body", "EPU", "--cycle", "2", "--report", "A")
    out = tmp_path / f"r.{kind}"
    assert report("export-recommendations", out, "--format", kind)["recommendations"] == 163
    again = report("import-recommendations", out)
    assert (again["layout"], again["new"], again["changed"], again["unchanged"]) == ("exported", 0, 0, 163)
    assert "exists already" in said(run("export-recommendations", out, "--format", kind))


# --- questions -------------------------------------------------------------------------------------------------------


def question(number: int = 24191, **given: Any) -> dict[str, Any]:
    """A question as the Assemblée nationale publishes it, invented."""
    return {
        "uid": f"QANR5L15QE{number}", "identifiant": {"numero": str(number), "legislature": "15"}, "type": "QE",
        "indexationAN": {"rubrique": "droits fondamentaux", "teteAnalyse": None, "analyses": {"analyse": "Lutte contre la traite"}},
        "auteur": {"identite": {"acteurRef": "PA1"}, "groupe": {"abrege": "X"}},
        "minInt": {"developpe": "Ministère fictif"},
        "minAttribs": {"minAttrib": [{"denomination": {"developpe": "Ministère fictif"}}, {"denomination": {"developpe": "Autre"}}]},
        "textesQuestion": {"texteQuestion": {"infoJO": {"dateJO": "2019-11-05"}, "texte": "<p>La traite&nbsp;?<br>Quand</p>"}},
        "textesReponse": {"@xsi:nil": "true"}, "cloture": {"@xsi:nil": "true"},
        "renouvellements": {"renouvellement": {"infoJO": {"dateJO": "2020-02-11"}}}, **given,
    }  # fmt: skip


def written(path: Path, *questions: dict[str, Any]) -> Path:
    path.write_text(
        json.dumps({"question": questions[0]} if len(questions) == 1 else {"questionsEcrites": {"question": questions}})
    )
    return path


ANSWER = {"texteReponse": [{"infoJO": {"dateJO": "2020-03-10"}, "texte": "Un plan est prêt."}]}


def test_a_question_without_answer_then_with_one(part: Part, tmp_path: Path) -> None:
    first = report("import-questions", written(tmp_path / "q.json", question()))
    assert (first["files"], first["acts"], first["answered"], first["new"]) == (1, 1, 0, 1)
    row = Act.objects.get()
    assert (row.number, row.when, row.answered, row.answers) == ("24191", When(edtf="2019-11-05"), None, ())
    assert row.asked[0].value == "La traite ?\nQuand" and row.author == "PA1 (X)"
    assert [body.name for body in row.to] == ["Ministère fictif", "Autre"]
    assert (row.heading, row.topic.value, row.renewed) == (
        "droits fondamentaux",
        "Lutte contre la traite",
        (When(edtf="2020-02-11"),),
    )
    assert row.kind_printed == "Question écrite" and row.legislature == "15"
    again = report("import-questions", written(tmp_path / "r.json", question(textesReponse=ANSWER)))
    assert (again["new"], again["changed"]) == (0, 1) and Act.objects.count() == 1
    row.refresh_from_db()
    assert row.answered == When(edtf="2020-03-10") and row.answers[0].value == "Un plan est prêt."
    assert report("import-questions", tmp_path / "r.json")["unchanged"] == 1


def test_a_question_entered_by_hand_is_known_again(part: Part, tmp_path: Path) -> None:
    hand = Act.objects.create(
        part=part, kind="question", kind_printed="question écrite AN", chamber="assemblee", number="24191"
    )
    found = report("import-questions", written(tmp_path / "q.json", question()))
    hand.refresh_from_db()
    assert (found["new"], found["changed"], hand.reference) == (0, 1, "QANR5L15QE24191")


def test_an_archive_is_filtered_by_words_in_which_accents_count(part: Part, tmp_path: Path) -> None:
    other = question(7, indexationAN={"rubrique": "commerce", "analyses": [{"analyse": "Traité"}]},
                     textesQuestion={"texteQuestion": [{"texte": "Le traité de commerce"}]})  # fmt: skip
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("json/a.json", json.dumps({"question": question()}))
        archive.writestr("json/b.json", json.dumps({"question": other}))
        archive.writestr("json/c.json", "{broken")
    (tmp_path / "q.zip").write_bytes(held.getvalue())
    found = report("import-questions", tmp_path / "q.zip", "--about", "traite", "--about", "exploitation")
    assert (found["files"], found["questions"], found["left_out"], found["acts"]) == (3, 2, 1, 1)
    assert [one["sheet"] for one in found["problems"]] == ["json/c.json"]


def test_xml_says_the_same_as_json(part: Part, tmp_path: Path) -> None:
    (tmp_path / "q.xml").write_text(
        '<question xmlns="http://schemas.assemblee-nationale.fr/referentiel" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        "<uid>QANR5L15QE24191</uid><identifiant><numero>24191</numero><legislature>15</legislature></identifiant><type>QE</type>"
        "<indexationAN><rubrique>droits fondamentaux</rubrique><analyses><analyse>Lutte contre la traite</analyse></analyses></indexationAN>"
        "<auteur><identite><acteurRef>PA1</acteurRef></identite><groupe><abrege>X</abrege></groupe></auteur>"
        "<minInt><developpe>Ministère fictif</developpe></minInt><minAttribs><minAttrib><denomination><developpe>Ministère fictif"
        "</developpe></denomination></minAttrib><minAttrib><denomination><developpe>Autre</developpe></denomination></minAttrib></minAttribs>"
        "<textesQuestion><texteQuestion><infoJO><dateJO>2019-11-05</dateJO></infoJO><texte>&lt;p&gt;La traite ?<br/>Quand&lt;/p&gt;</texte>"
        '</texteQuestion></textesQuestion><textesReponse xsi:nil="true"/><renouvellements><renouvellement><infoJO><dateJO>2020-02-11'
        "</dateJO></infoJO></renouvellement></renouvellements></question>",
        encoding="utf-8",
    )
    report("import-questions", written(tmp_path / "q.json", question()))
    found = report("import-questions", tmp_path / "q.xml")
    assert (found["new"], found["changed"], found["unchanged"]) == (0, 0, 1)


def test_a_question_that_lapsed_says_why_and_one_asked_aloud_has_the_day_of_its_account(
    part: Part, tmp_path: Path
) -> None:
    lapsed = question(8, cloture={"codeCloture": "CADUC", "libelleCloture": "Caduque"})
    aloud = question(9, type="QG", textesQuestion=None, textesReponse=ANSWER, cloture={"codeCloture": "REP_PUB"})
    report("import-questions", written(tmp_path / "q.json", lapsed, aloud))
    rows = {row.number: row for row in Act.objects.all()}
    assert (rows["8"].closed, rows["9"].closed) == ("Caduque", None)
    assert (rows["9"].when, rows["9"].kind_printed) == (When(edtf="2020-03-10"), "Question au Gouvernement")


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "empty"), (b"not json", "JSON"), (b"PK\x03\x04 broken", "damaged"),
     (b'<!DOCTYPE q [<!ENTITY a "b">]><q>&a;</q>', "DOCTYPE"), (b"<question><uid>", "damaged"), (b"<a>" * 200, "without end")],
    ids=["empty", "text", "zip", "entities", "cut", "deep"],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_why(part: Part, tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "q.json").write_bytes(content)
    assert words in said(run("import-questions", tmp_path / "q.json"))


def test_another_part_does_not_take_them(part: Part, tmp_path: Path) -> None:
    Part.objects.create(slug="plans", kind="plan", title="Plans", owner=part.owner)
    result = run("import-questions", written(tmp_path / "q.json", question()), "--part", "plans")
    assert result.exit_code == 1 and "commitments" in said(result)
    acts = Part.objects.create(slug="parlement", kind="acts", title="Parlement", owner=part.owner)
    assert report("import-questions", tmp_path / "q.json", "--part", "parlement")["written"]
    assert Act.objects.filter(part=acts).exists()


def test_questions_of_the_senate_are_known_again(part: Part, tmp_path: Path) -> None:
    head = "Sort;Nature;Numéro;Référence;Titre;Nom;Date de publication JO;Date de réponse JO"
    line = "En cours;QE;75;S75;Lutte contre la traite;Fictif;21/08/2025;"
    (tmp_path / "s.csv").write_bytes(f"{head}\n{line}\n".encode("latin-1"))
    assert report("import-questions", tmp_path / "s.csv")["new"] == 1
    assert report("import-questions", tmp_path / "s.csv")["unchanged"] == 1
    (tmp_path / "s.csv").write_bytes(f"{head}\n{line}13/11/2025\n".encode("latin-1"))
    assert report("import-questions", tmp_path / "s.csv")["changed"] == 1
    act = Act.objects.get()
    assert act.answered and (act.chamber, act.answered.edtf, act.closed) == ("senat", "2025-11-13", None)
