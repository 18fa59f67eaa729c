"""A Word table of forty-five invented verdicts becomes assessments, then the published comparison, in a real browser."""

import io
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page

from jalon.core.actions import sources
from jalon.core.models import Part, User
from jalon.evaluation.models import Assessment, Evaluation
from jalon.facts.common import Text, Wording
from jalon.facts.standard_scales import DONE
from jalon.plans import actions
from jalon.plans.models import Measure, Plan
from jalon.publication import parts
from jalon.publication.actions import sign_off_part
from jalon.publication.reader import default_store
from jalon.publication.selectors import facts_of_part
from tests import synthetic
from tests.browser.conftest import scrolls_sideways, violations
from tests.browser.office.conftest import House, SignIn
from tests.integration.office.conftest import give_sources

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = 45
WORDS = ("réalisée", "Partiellement réalisé", "non-réalisées")


def word_table() -> bytes:
    """Forty-five rows: two measures in one, one that the plan has not, the others plain."""
    document = Document()
    document.add_paragraph("Bilan fictif : aucun de ces verdicts n’est réel")
    table = document.add_table(rows=ROWS + 1, cols=4)
    for column, title in enumerate(("N°", "Bilan", "Phrase", "p.")):
        table.cell(0, column).text = title
    for number in range(1, ROWS + 1):
        named = {44: "44 et 45", 45: "46"}.get(number, f"mesure {number}" if number % 2 else f"{number}.")
        for column, text in enumerate((named, WORDS[number % 3], f"Phrase inventée {number}", str(number + 8))):
            table.cell(number, column).text = text
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


@pytest.fixture
def home(house: House) -> Part:
    """The mission's part of evaluations, and forty-five invented measures in its plan."""
    plan = Plan.objects.get(uid=synthetic.PLAN)
    known = set(Measure.objects.filter(plan=plan).values_list("number", flat=True))
    for number in range(1, ROWS + 1):
        if str(number) not in known:
            actions.add_measure(
                plan=plan, by=house.editor, number=str(number), citations=synthetic.cited(),
                title=Text(value=f"Mesure inventée {number}", wording=Wording.SUMMARY),
            )  # fmt: skip
    give_sources(house)
    made: Part = Part.objects.create(
        slug="evaluations-fictives", kind="evaluation", title="Évaluations fictives", owner=house.part.owner, synthetic=True
    )  # fmt: skip
    sources.add(by=house.editor, part=made, address="Un rapport fictif")
    return made


def sign(part: Part, by: User) -> None:
    """Publish what the part says now."""
    part.refresh_from_db()
    digest = parts.frozen_hash(default_store(), facts_of_part(part, ""))
    sign_off_part(by=by, part=part, expected_revision=part.revision, expected_hash=digest)


def test_a_word_table_of_forty_five_rows_becomes_assessments(
    live_server: object, house: House, home: Part, page: Page, sign_in: SignIn, heard: list[str], tmp_path: Path
) -> None:
    sign_in(page, house.editor)
    page.goto(f"{live_server}/bureau/parties/{home.slug}/")
    page.get_by_role("link", name="Reprendre un tableau d’évaluation").click()
    file = tmp_path / "bilan-fictif.docx"
    file.write_bytes(word_table())
    page.set_input_files("[name=file]", str(file))
    page.select_option("[name=plan]", synthetic.PLAN)
    page.fill("[name=title]", "Bilan fictif")
    page.fill("[name=evaluator]", "Collectif fictif")
    page.select_option("[name=scale]", DONE.uid)
    page.select_option("[name=source]", label="Un rapport fictif")
    page.get_by_role("button", name="Lire le tableau").click()
    assert page.get_by_role("heading", name="Lignes à placer").is_visible()
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 700})
    assert not scrolls_sideways(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_text("une appréciation pour chacune").click()
    page.get_by_role("button", name="Relire avec ces choix").first.click()
    page.get_by_role("button", name="Écrire 45 appréciations").click()
    page.wait_for_selector("text=appréciations nouvelles 45")
    evaluation = Evaluation.objects.get()
    assert Assessment.objects.filter(evaluation=evaluation).count() == ROWS
    counts = {code: Assessment.objects.filter(level=code).count() for code in ("done", "partial", "not_done")}
    expected = {"done": 14, "partial": 15, "not_done": 14}  # rows 1 to 43
    expected[("done", "partial", "not_done")[44 % 3]] += 2  # row 44 is of two measures
    assert counts == expected
    sign(house.part, house.signatory)
    sign(home, house.signatory)
    page.goto(f"{live_server}/plans/plan-fictif-2/comparaison/")
    assert (
        page.get_by_text("Bilan fictif").first.is_visible() or page.get_by_text("Collectif fictif").first.is_visible()
    )
    assert page.locator("main").get_by_text("partiellement réalisée").count() >= expected["partial"]
    assert heard == []
