"""A workbook in English is in English to the last cell, and what comes back is read whatever language was written in it."""

import io
from typing import Any

import openpyxl
import pytest

from jalon.core.models import OrganisationName, Part
from jalon.exchange.sheets import Workbook, read_workbook
from jalon.facts.common import StatementKind, Text, When
from jalon.plans.models import Statement
from jalon.reporting import actions
from jalon.reporting.bodies import org_ref
from jalon.reporting.columns import DEADLINE, PHASE, PROGRESS, question, standard
from jalon.reporting.enums import Way
from jalon.reporting.merging.merge import merge_workbook
from jalon.reporting.models import Ask
from jalon.reporting.templates import template_of
from jalon.reporting.workbook import workbook_bytes
from tests.integration.office.campaigns import at, signed
from tests.integration.reporting.conftest import OPENED, House, make_campaign, put, subjects

COLUMNS = (standard(PHASE), standard(PROGRESS), standard(DEADLINE), question(1, "Réunions", "Meetings"))
FRENCH = (
    "Consignes",
    "Réponses",
    "Étape",
    "Échéance",
    "Choisissez",
    "décembre",
    "en cours",
    "chaque",
    "octobre",
    "oui",
    "octo",
    "Rien",
)


@pytest.fixture
def english(house: House) -> Ask:
    """A body asked in English, which declared in French before: a stage, a month, a rhythm, on two lines."""
    Part.objects.filter(pk=house.part.pk).update(lang="en")
    house.part.refresh_from_db()
    body = house.bodies["B"]
    OrganisationName.objects.filter(organisation=body).update(value="Body B", lang="en")
    for number, kind, said in (
        (1, StatementKind.PHASE, {"text": Text(value="En  cours")}),
        (1, StatementKind.DEADLINE, {"due": When(edtf="2026-12", printed="décembre 2026")}),
        (2, StatementKind.DEADLINE, {"due": When(recurrence="yearly")}),
    ):  # fmt: skip
        Statement.objects.create(
            part=house.part, kind=kind, subject_uid=subjects(number)[0], said_by=org_ref(body),
            recorded_at="2026-01-01T00:00:00Z", **said,
        )  # fmt: skip
    made = make_campaign(
        house, columns=COLUMNS, title=Text(value="Reports for December 2026", lang="en"),
        session=When(edtf="2026-12", printed="décembre 2026"),
    )  # fmt: skip
    ask = actions.add_ask(
        campaign=made, body=body, subjects=subjects(1, 2), by=house.editor, way=Way.LINK, contact="b@exemple.fr",
        language="en",
    )  # fmt: skip
    actions.open_campaign(campaign=made, by=house.editor, expected_revision=made.revision, now=OPENED)
    ask.refresh_from_db()
    return ask


def read(ask: Ask, form: str) -> Workbook:
    """The workbook that the body is given."""
    return read_workbook(workbook_bytes(ask, form), f"b.{form}")


def words(ask: Ask, form: str) -> str:
    """All that a person may read in it, sheet names too."""
    book, own = read(ask, form), {line.label for line in template_of(ask).lines}  # titles of the plan
    cells = (str(value) for sheet in book.sheets for row in sheet.rows() for value in row.values if value not in own)
    return "\n".join([*(sheet.name for sheet in book.sheets), *cells])


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_nothing_in_it_is_french_but_the_plan_and_as_sent_it_says_nothing(english: Ask, form: str) -> None:
    said = words(english, form)
    assert not [word for word in FRENCH if word in said]
    assert {"under way", "December 2026", "every year"} <= set(said.split("\n"))
    assert "Session: December 2026. Answers expected by 25 November 2026" in said
    assert [sheet.name for sheet in read(english, form).visible] == ["Instructions", "Answers (invented)"]
    raw = workbook_bytes(english, form)
    assert merge_workbook(read_workbook(raw, f"b.{form}"), template_of(english)).changed == ()


def filled(ask: Ask, **answers: Any) -> bytes:
    """The workbook with answers in its first line."""
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(ask, "xlsx")))
    put(book["Answers (invented)"], 3, **answers)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_what_comes_back_is_read_in_either_language_and_said_in_that_of_the_body(house: House, english: Ask) -> None:
    answers = {"phase": "COMPLETED", "deadline": "31 décembre 2026", "question:1": "Two meetings"}
    ret = actions.receive_workbook(
        campaign=english.campaign, data=filled(english, **answers), name="b.xlsx", by=house.editor, now=OPENED
    )
    actions.write_return(ret=ret, by=house.editor, expected_revision=ret.revision)
    rows = Statement.objects.filter(withdrawn_at=None).order_by("id")
    said = {row.kind: row for row in rows if row.said_by and row.said_by.name == "Body B"}
    assert said["deadline"].due == When(edtf="2026-12-31", printed="31 décembre 2026")
    assert (said["progress"].topic, said["progress"].text.lang) == ("Meetings", "en")
    source = house.part.sources.get(uid=str(ret.source_uid))
    assert source.title == "Answer of Body B, Reports for December 2026, received on 2 November 2026"
    later = make_campaign(house, slug="la-suivante", columns=COLUMNS)
    again = actions.add_ask(
        campaign=later, body=house.bodies["B"], subjects=subjects(1), by=house.editor, contact="b@exemple.fr",
        language="fr",
    )  # fmt: skip
    actions.open_campaign(campaign=later, by=house.editor, expected_revision=later.revision, now=OPENED)
    again.refresh_from_db()
    assert "achevée" in words(again, "ods")


def test_a_body_is_asked_in_the_language_in_which_it_was_asked_or_in_that_of_the_part(
    house: House, english: Ask
) -> None:
    team, later = signed(house.editor), make_campaign(house, slug="la-suivante")
    chosen = '<option value="en" selected'
    for letter in "BA":
        page = team.get(at(later, "organismes", "ajouter", house.bodies[letter].uid)).content.decode()
        assert chosen in page, letter
    Part.objects.filter(pk=house.part.pk).update(lang="fr")
    assert chosen in team.get(at(later, "organismes", "ajouter", house.bodies["B"].uid)).content.decode()
    assert chosen not in team.get(at(later, "organismes", "ajouter", house.bodies["A"].uid)).content.decode()


def test_the_trace_names_bodies_in_the_reader_s_language_and_never_people(house: House, english: Ask) -> None:
    OrganisationName.objects.filter(organisation=house.bodies["B"]).update(order=1)
    OrganisationName.objects.create(organisation=house.bodies["B"], value="Organisme B", lang="fr")
    actions.edit_ask(
        ask=english,
        by=house.editor,
        expected_revision=english.revision,
        contact_name="Lucie Martin",
        contact="lucie@exemple.fr",
    )
    ret = actions.receive_workbook(
        campaign=english.campaign, data=filled(english, progress="Fait"), name="retour.xlsx", by=house.editor,
        sent_by="Lucie Martin",
    )  # fmt: skip
    team = signed(house.editor)
    for folder, name in (("", "Organisme B"), ("/en", "Body B")):
        for where in ("historique/", "defaire/"):
            page = team.get(f"{folder}/bureau/parties/{house.part.slug}/{where}").content.decode()
            assert f"{name}, Reports for December 2026" in page and f"{name}, {ret.file_name}" in page, where
            assert "organisme-b" not in page and "Lucie" not in page and "lucie" not in page
