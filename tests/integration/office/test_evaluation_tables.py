"""Tables of an evaluation through the office: pasted, corrected, written once, compared with what stands, kept to teams."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jalon.core.errors import Conflict, Forbidden
from jalon.core.models import AuditEvent, Part, User
from jalon.evaluation import actions as evaluating
from jalon.evaluation.models import Assessment, Evaluation
from jalon.facts.common import OrgRef, Text
from jalon.facts.standard_scales import DONE
from jalon.office import assessment_runs as runs
from jalon.office.assessment_choices import TableChoices, choices_of
from jalon.plans.models.importing import ImportProfile, ImportRun
from tests import synthetic
from tests.integration.office.conftest import House

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | None], Client]
PASTE = "N°;Mesure;Bilan;Texte;p.\n1;;réalisée;Rien n’est vrai ici;9\n2;;P;;10\n1 et 2;;réalisée;;11\n46;;réalisée;;12"


@pytest.fixture
def home(house: House) -> Part:
    """The mission's part of evaluations, empty."""
    return Part.objects.create(
        slug="evaluations-fictives",
        kind="evaluation",
        title="Évaluations fictives",
        owner=house.part.owner,
        synthetic=True,
    )


def new(**more: Any) -> dict[str, Any]:
    """What the form says of a new evaluation."""
    return {
        "pasted": PASTE, "plan": synthetic.PLAN, "title": "Essai d’évaluation", "evaluator": "Collectif fictif",
        "scale": DONE.uid, "said_0": "12 janvier 2023", "own": "recorded", **more,
    }  # fmt: skip


def address(home: Part, run: ImportRun | None = None) -> str:
    base = f"/bureau/evaluations/parties/{home.slug}/tableaux/"
    return f"{base}{run.uid}/" if run else base


@pytest.fixture
def client(house: House, sign_in: SignIn) -> Client:
    return sign_in(house.editor)


@pytest.fixture
def run(client: Client, home: Part) -> ImportRun:
    answer = client.post(address(home), new())
    assert answer.status_code == 302, answer.context["problems"]
    return ImportRun.objects.get()


def words_of(client: Client, home: Part, run: ImportRun, words: str) -> str:
    """The name of the control that says what words mean."""
    view = client.get(address(home, run)).context["view"]
    return str(next(one.name for one in view.words if one.words == words))


def posted(client: Client, home: Part, run: ImportRun, do: str = "choose", **more: str) -> Any:
    run.refresh_from_db()
    shown = client.get(address(home, run)).context["shown"]
    data = {"revision": run.revision, "state": shown.state, "do": do, **more}
    return client.post(address(home, run), data)


def test_a_pasted_table_is_read_and_nothing_is_written_before_it_is_said(
    client: Client, home: Part, run: ImportRun
) -> None:
    page = client.get(address(home, run))
    counts = {name: (n, of) for name, n, of in page.context["view"].counts}
    assert counts["lignes lues"] == (4, None)
    assert counts["lignes prêtes"][0] == 1
    assert counts["lignes gardées de côté"][0] == 1
    assert "Ligne 4" in page.content.decode()
    assert not Evaluation.objects.exists()


def test_words_are_said_rows_placed_and_one_event_tells_what_was_written(
    client: Client, home: Part, run: ImportRun
) -> None:
    answer = posted(client, home, run, **{words_of(client, home, run, "P"): "partial", "r4": "aside"})
    assert answer.status_code == 302
    assert posted(client, home, run, "write").status_code == 302
    evaluation = Evaluation.objects.get()
    assert str(evaluation.plan_uid) == synthetic.PLAN and evaluation.title.value == "Essai d’évaluation"
    levels = {row.subjects: row.level for row in Assessment.objects.all()}
    assert levels == {(synthetic.measure_uid(1),): "done", (synthetic.measure_uid(2),): "partial"}
    first = Assessment.objects.get(subjects=(synthetic.measure_uid(1),))
    assert first.text is not None and first.text.value == "Rien n’est vrai ici" and first.page == "9"
    written = AuditEvent.objects.filter(action__startswith="evaluation.").values_list("action", flat=True)
    assert list(written) == ["evaluation.take_evaluation"]
    page = client.get(address(home, run))
    assert [row.number for row in page.context["view"].open] == [4, 5]  # still there, still to be placed


def test_a_number_typed_places_a_row_and_one_that_the_plan_has_not_is_told(
    client: Client, home: Part, run: ImportRun
) -> None:
    refused = posted(client, home, run, n5="99")
    assert refused.status_code == 422
    assert "«\u00a099\u00a0»" in refused.content.decode()
    assert posted(client, home, run, r2="aside", r4="aside", n5="1").status_code == 302
    ready = client.get(address(home, run)).context["shown"].found.ready
    assert [row.number for row in ready] == [5]


def test_what_the_evaluation_says_otherwise_is_shown_beside_and_chosen(
    client: Client, home: Part, run: ImportRun
) -> None:
    posted(client, home, run, "write", r4="aside")
    evaluation = Evaluation.objects.get()
    again = PASTE.replace("réalisée;Rien", "non réalisée;Rien")
    client.post(address(home), {"pasted": again, "evaluation": str(evaluation.uid)})
    second = ImportRun.objects.exclude(pk=run.pk).get()
    posted(client, home, second, r4="aside")
    view = client.get(address(home, second)).context["view"]
    assert [one.undecided for one in view.clashes] == [True]
    assert "réalisée" in view.clashes[0].here and "non réalisée" in view.clashes[0].table
    assert view.writes == 0
    posted(client, home, second, "write", k2="table")
    row = Assessment.objects.get()
    assert row.level == "not_done" and row.text is not None


def steps(page: str) -> list[str]:
    """The letters of the steps of a page."""
    return re.findall(r'<div class="side"><b>(\w)</b></div>', page)


def test_steps_are_lettered_without_a_gap_whatever_is_shown(client: Client, home: Part, run: ImportRun) -> None:
    assert steps(client.get(address(home, run)).content.decode()) == ["A", "B", "C"]  # nothing differs
    posted(client, home, run, "write", r4="aside")
    again = {
        "pasted": PASTE.replace("réalisée;Rien", "non réalisée;Rien"),
        "evaluation": str(Evaluation.objects.get().uid),
    }
    client.post(address(home), again)
    second = ImportRun.objects.exclude(pk=run.pk).get()
    posted(client, home, second, r4="aside")
    page = client.get(address(home, second)).content.decode()
    assert steps(page) == ["A", "B", "C", "D"] and "à trancher, voir plus haut" in page


def test_a_measure_judged_blind_waits_and_the_other_rows_are_written(
    house: House, client: Client, home: Part, run: ImportRun
) -> None:
    draft = evaluating.add_evaluation(
        part=home, by=house.editor, slug="aveugle", plan_uid=UUID(synthetic.PLAN), evaluator=OrgRef(name="Fictif"),
        title=Text(value="Fictive"), scale_uid=UUID(DONE.uid),
    )  # fmt: skip
    for person in (house.editor, house.second_editor):
        draft.refresh_from_db()
        evaluating.add_member(evaluation=draft, user=person, by=house.editor, expected_revision=draft.revision)
    draft.refresh_from_db()
    shares = {synthetic.measure_uid(1): (house.editor, house.second_editor)}
    evaluating.share_out(evaluation=draft, shares=shares, blind=True, by=house.editor, expected_revision=draft.revision)
    client.post(address(home), {"pasted": "N°;Niveau\n1;réalisée\n2;non réalisée", "evaluation": str(draft.uid)})
    second = ImportRun.objects.exclude(pk=run.pk).get()
    view = client.get(address(home, second)).context["view"]
    assert [(row.number, [one.value for one in row.options]) for row in view.open] == [(2, ["aside"])]
    assert "jugée en aveugle" in view.problems[0].message
    assert posted(client, home, second, "write", r2=synthetic.measure_uid(1)).status_code == 302
    assert [row.subjects for row in Assessment.objects.all()] == [(synthetic.measure_uid(2),)]


def test_the_same_table_again_changes_nothing(client: Client, home: Part, run: ImportRun) -> None:
    posted(client, home, run, "write", r4="aside")
    answer = posted(client, home, run, "write")
    assert answer.status_code == 422
    assert Assessment.objects.count() == 1


def test_a_blank_cell_does_not_empty_what_stands(client: Client, home: Part, run: ImportRun) -> None:
    posted(client, home, run, "write", r4="aside")
    evaluation = Evaluation.objects.get()
    client.post(address(home), {"pasted": "N°;Niveau\n1;réalisée\n2;non réalisée", "evaluation": str(evaluation.uid)})
    second = ImportRun.objects.exclude(pk=run.pk).get()
    posted(client, home, second, "write")
    first = Assessment.objects.get(subjects=(synthetic.measure_uid(1),))
    assert first.text is not None and first.page == "9" and first.revision == 1
    assert Assessment.objects.count() == 2


def test_what_was_written_meanwhile_is_not_written_over(
    house: House, client: Client, home: Part, run: ImportRun
) -> None:
    posted(client, home, run, "write", r4="aside")
    row = Assessment.objects.get()
    evaluation = Evaluation.objects.get()
    client.post(address(home), {"pasted": PASTE.replace(";9", ";8"), "evaluation": str(evaluation.uid)})
    second = ImportRun.objects.exclude(pk=run.pk).get()
    posted(client, home, second, r4="aside", k2="table")
    second.refresh_from_db()
    seen = runs.preview(second, house.editor).state
    evaluating.edit_assessment(
        assessment=row, by=house.second_editor, expected_revision=row.revision, page="7", source_to_find=True
    )
    with pytest.raises(Conflict):
        runs.write_table(run=second, by=house.editor, expected_revision=second.revision, state=seen)
    data = {"revision": second.revision, "state": seen, "do": "write", "k2": "table"}
    assert client.post(address(home, second), data).status_code == 409
    row.refresh_from_db()
    assert row.page == "7"


def test_a_form_filled_on_an_older_revision_keeps_nothing_over_another_s(
    client: Client, home: Part, run: ImportRun
) -> None:
    before = run.revision
    posted(client, home, run, r4="aside")
    answer = client.post(address(home, run), {"revision": before, "do": "choose", "r5": "theme"})
    assert answer.status_code == 409


def test_the_mapping_is_kept_under_a_name_and_used_for_the_next_table(
    client: Client, home: Part, run: ImportRun
) -> None:
    name = words_of(client, home, run, "P")
    posted(client, home, run, **{name: "partial", "keep": "Tableau fictif", "c1": ""})
    assert ImportProfile.objects.get().name == "Tableau fictif"
    client.post(address(home), new(title="Une autre"))
    second = ImportRun.objects.exclude(pk=run.pk).get()
    view = client.get(address(home, second)).context["view"]
    assert [row.level for row in view.ready] == ["réalisée", "partiellement réalisée"][: len(view.ready)]
    assert not any(column.loose for column in view.columns)


def test_nothing_typed_is_lost_when_the_form_is_refused(client: Client, home: Part) -> None:
    answer = client.post(address(home), new(pasted="une phrase seule", title="Titre gardé"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Titre gardé" in page and "une phrase seule" in page
    assert client.post(address(home), new(pasted="", title="")).status_code == 422


@pytest.mark.parametrize(
    ("name", "content"), [("tableau.pdf", b"%PDF-1.4"), ("faux.docx", b"PK\x03\x04"), ("vide.xlsx", b" ")]
)
def test_a_file_that_is_no_table_is_refused(client: Client, home: Part, name: str, content: bytes) -> None:
    answer = client.post(address(home), new(pasted="", file=SimpleUploadedFile(name, content)))
    assert answer.status_code == 422
    assert not ImportRun.objects.exists()


def test_scripts_in_a_table_stay_text(client: Client, home: Part) -> None:
    text = "<script>alert(1)</script>"
    client.post(address(home), new(pasted=f"N°;Niveau;Texte\n1;{text};{text}\n{text};réalisée;x"))
    page = client.get(address(home, ImportRun.objects.get())).content.decode()
    assert text not in page
    assert "&lt;script&gt;" in page


def test_only_the_team_of_a_draft_sees_its_tables(house: House, sign_in: SignIn, home: Part, run: ImportRun) -> None:
    client = sign_in(house.editor)
    run.refresh_from_db()
    choices = choices_of(run)
    draft = evaluating.add_evaluation(
        part=home, by=house.second_editor, slug="brouillon", plan_uid=synthetic.PLAN, evaluator=OrgRef(name="Fictif"),  # type: ignore[arg-type]
        title=Text(value="Brouillon"),
    )  # fmt: skip
    evaluating.add_member(
        evaluation=draft, user=house.second_editor, by=house.second_editor, expected_revision=draft.revision
    )
    kept = TableChoices(**{**choices.__dict__, "evaluation": str(draft.uid)})
    runs.choose_table(run=run, choices=kept, by=house.second_editor, expected_revision=run.revision)
    assert client.get(address(home, run)).status_code == 404
    assert client.get(address(home)).context["runs"] == []
    assert sign_in(house.second_editor).get(address(home, run)).status_code == 200


def test_a_table_of_an_evaluation_not_made_yet_is_read_by_who_gave_it_and_who_signs(
    house: House, sign_in: SignIn, home: Part, run: ImportRun
) -> None:
    other = sign_in(house.second_editor)
    trace = f"/bureau/parties/{home.slug}/historique/"
    assert other.get(address(home, run)).status_code == 404
    assert other.post(address(home, run), {"revision": run.revision, "do": "choose", "r5": "theme"}).status_code == 404
    assert run.file.name not in other.get(address(home)).content.decode()
    assert run.file.name not in other.get(trace).content.decode()
    for person in (house.editor, house.signatory):
        own = sign_in(person)
        assert own.get(address(home, run)).status_code == 200
        assert run.file.name in own.get(address(home)).content.decode()
        assert run.file.name in own.get(trace).content.decode()
    with pytest.raises(Evaluation.DoesNotExist):
        runs.write_table(run=run, by=house.second_editor, expected_revision=run.revision, state="0")


@pytest.mark.parametrize(
    ("who", "status"), [("reader", 403), ("committee", 404), ("operator", 404), ("stranger", 404), ("signatory", 200)]
)
def test_who_may_open_the_pages(
    house: House, sign_in: SignIn, home: Part, run: ImportRun, who: str, status: int
) -> None:
    client = sign_in(getattr(house, who))
    for page in (address(home), address(home, run)):
        assert client.get(page).status_code == status
    assert client.post(address(home), new()).status_code == (302 if status == 200 else status)


def test_the_actions_ask_for_the_right_to_edit(house: House, home: Part, run: ImportRun) -> None:
    choices = choices_of(run)
    state = runs.preview(run, house.editor).state
    for call in (
        lambda: runs.open_table(part=home, by=house.reader, choices=choices, text=PASTE),
        lambda: runs.choose_table(run=run, choices=choices, by=house.reader, expected_revision=run.revision),
        lambda: runs.write_table(run=run, by=house.reader, expected_revision=run.revision, state=state),
    ):
        with pytest.raises(Forbidden):
            call()


def test_a_form_without_its_token_is_refused(house: House, home: Part, run: ImportRun) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(house.editor, backend="jalon.core.accounts.adapter.Backend")
    assert strict.post(address(home), new()).status_code == 403
    assert strict.post(address(home, run), {"do": "write"}).status_code == 403


def test_a_part_of_another_kind_has_no_such_page(house: House, client: Client) -> None:
    assert client.get(f"/bureau/evaluations/parties/{house.part.slug}/tableaux/").status_code == 404
