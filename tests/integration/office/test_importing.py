"""A workbook handed in, read, mapped, confirmed: one file, from the page to the records."""

import io
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from jalon.core.models import AuditEvent, User
from jalon.exchange.headers import Profile
from jalon.facts.common import Text
from jalon.plans import actions as plans
from jalon.plans import import_runs
from jalon.plans.choices import Choices
from jalon.plans.models import ImportProfile, ImportRun, Measure, Observation, Plan
from tests import synthetic
from tests.integration.office.conftest import SLUG, House
from tests.unit.exchange.odd_books import table

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | None], Client]
PAGE = f"/bureau/parties/{SLUG}/importer/"
GOOD = "N°;Mesure;Pilote;Échéance\n7;Loger;DGCS;2027\n8;Soigner;;\n"
WRONG = "N°;Mesure;Pilote;Échéance\n7;Loger;DGCS;bientôt\n8;Soigner;;\n"
WORKBOOKS = Path(__file__).parents[2] / "fixtures" / "workbooks"


def handed_in(client: Client, content: bytes, name: str = "plan.csv") -> ImportRun:
    answer = client.post(PAGE, {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return ImportRun.objects.latest("id")


def address(run: ImportRun) -> str:
    return f"{PAGE}{run.uid}/"


def confirmed(client: Client, run: ImportRun, mode: str = "all") -> int:
    run.refresh_from_db()
    return client.post(address(run), {"do": "confirm", "mode": mode, "revision": run.revision}).status_code


def test_a_workbook_is_read_shown_and_written_only_when_confirmed(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.editor)
    run = handed_in(client, GOOD.encode())
    page = client.get(address(run)).content.decode()
    assert "Lignes lues" in page
    assert '<option value="title" selected>' in page
    assert not Measure.objects.filter(number="7", plan__slug="plan").exists()
    before = AuditEvent.objects.count()
    assert confirmed(client, run) == 302
    assert Measure.objects.filter(plan__slug="plan").count() == 2
    event = AuditEvent.objects.latest("id")
    assert AuditEvent.objects.count() == before + 1
    assert (event.action, event.changes["sha256"], event.changes["rows"]) == ("part.import", run.file.sha256, 2)


def test_one_error_keeps_everything_out_and_its_cell_is_named(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.editor)
    run = handed_in(client, WRONG.encode())
    page = client.get(address(run)).content.decode()
    assert "plan.csv!D2" in page
    assert confirmed(client, run) == 422
    assert not Plan.objects.filter(slug="plan").exists()


def test_valid_rows_alone_are_written_when_asked(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.editor)
    run = handed_in(client, WRONG.encode())
    assert confirmed(client, run, "valid") == 302
    assert list(Measure.objects.filter(plan__slug="plan").values_list("number", flat=True)) == ["8"]


def test_a_mapping_is_changed_and_kept_under_a_name(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.editor)
    run = handed_in(client, "Intitulé;Qui;Pilote\nLoger;DPJJ;DGCS\n".encode())
    chosen = {"do": "choose", "revision": run.revision, "c0": "title", "c1": "lead", "c2": "", "keep": "Tableau B"}
    assert client.post(address(run), chosen).status_code == 302
    assert confirmed(client, run) == 302
    kept = ImportProfile.objects.get(part=house.part)
    assert kept.name == "Tableau B"
    measure = Measure.objects.get(plan__slug="plan")
    from jalon.plans.models import Statement

    said = Statement.objects.get(subject_uid=measure.uid)
    assert said.organisation.name == "DPJJ"
    later = handed_in(client, "Pilote;Qui;Intitulé\nDGCS;DPJJ;Soigner\n".encode(), "autre.csv")
    answer = client.post(address(later), {"do": "choose", "revision": later.revision, "profile": "Tableau B"})
    assert answer.status_code == 302
    assert '<option value="lead" selected>' in client.get(address(later)).content.decode()


def test_a_table_of_a_plan_of_the_part_completes_it(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.editor)
    run = handed_in(client, "Numéro;Mesure;Statut\n2;Ouvrir des centres;En cours\n".encode())
    chosen = {
        "do": "choose",
        "revision": run.revision,
        "plan": "plan-fictif-2",
        "c0": "number",
        "c1": "title",
        "c2": "phase",
    }
    assert client.post(address(run), chosen).status_code == 302
    assert confirmed(client, run) == 302
    assert Measure.objects.filter(plan__slug="plan-fictif-2", number="2").count() == 1


def test_a_form_of_an_older_revision_is_refused(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.editor)
    run = handed_in(client, GOOD.encode())
    old = run.revision
    assert (
        client.post(address(run), {"do": "choose", "revision": old, "c0": "number", "c1": "title"}).status_code == 302
    )
    assert client.post(address(run), {"do": "confirm", "mode": "all", "revision": old}).status_code == 422


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.xlsx", b"PK\x03\x04not a workbook"),
        ("plan.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 99),
        ("plan.pdf", b"%PDF-1.4"),
        ("plan.csv", b""),
    ],
)
def test_what_is_no_workbook_is_refused_at_the_door(house: House, sign_in: SignIn, name: str, content: bytes) -> None:
    answer = sign_in(house.editor).post(PAGE, {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert not ImportRun.objects.exists()


def test_a_file_without_measures_says_so_and_is_not_written(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.editor)
    run = handed_in(client, b"a;b\n1;2\n")
    assert "ligne d’en-tête" in client.get(address(run)).content.decode()
    assert confirmed(client, run) == 422


def test_a_table_in_another_language_is_mapped_once_its_header_row_is_told(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.editor)
    run = handed_in(client, "Plan ficticio;;\nMedida;Organismo;Presupuesto\nCampaña;Ministerio;50,000\n".encode())
    page = client.get(address(run)).content.decode()
    assert '<details class="field" open>' in page and "Medida" not in page
    assert client.post(address(run), {"do": "choose", "revision": run.revision, "header_row": "2"}).status_code == 302
    page = client.get(address(run)).content.decode()
    assert "Presupuesto" in page and "Aucune colonne ne donne" in page
    run.refresh_from_db()
    chosen = {"do": "choose", "revision": run.revision, "header_row": "2", "c0": "title", "c1": "lead", "c2": "amount"}
    assert client.post(address(run), chosen | {"decimal": ".", "keep": "Español"}).status_code == 302
    assert confirmed(client, run) == 302
    assert Measure.objects.filter(plan__slug="plan-ficticio").count() == 1
    kept = Profile.from_json(ImportProfile.objects.get(part=house.part).body)
    assert (kept.header_row, kept.option("decimal"), dict(kept.mapping)["Medida"]) == (2, ".", "title")


def large() -> bytes:
    rows = [(number, f"Mesure {number}", "DGCS", "x" * 400) for number in range(1, 7_001)]
    return table(("N°", "Mesure", "Pilote", "Notes"), *rows)


def test_a_large_file_is_a_job_that_goes_on_after_an_interruption(
    house: House, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    monkeypatch.setattr(import_runs, "LARGE", 100_000)
    asked: list[str] = []
    monkeypatch.setattr(import_runs, "_work_later", lambda run: asked.append(str(run.uid)))
    run = import_runs.open_run(part=house.part, name="grand.xlsx", stream=io.BytesIO(large()), by=house.editor)
    assert (run.state, asked) == ("reading", [str(run.uid)])
    whole = import_runs._checkpoint

    def killed(*args: object) -> None:
        whole(*args)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(import_runs, "_checkpoint", killed)
    with pytest.raises(KeyboardInterrupt):
        import_runs.work.func(str(run.uid))
    run.refresh_from_db()
    assert (run.state, run.rows_done, run.cursor_row) == ("reading", 5_000, 5_001)
    assert not Plan.objects.filter(slug="grand").exists()
    monkeypatch.setattr(import_runs, "_checkpoint", whole)
    import_runs.work.func(str(run.uid))
    run.refresh_from_db()
    assert (run.state, run.rows_done, run.report["added"]["measures"]) == ("read", 7_000, 7_000)
    import_runs.confirm(run=run, valid_rows_only=False, by=house.editor, expected_revision=run.revision)
    import_runs.work.func(str(run.uid))
    run.refresh_from_db()
    assert run.state == "done", run.message
    assert Measure.objects.filter(plan__slug="grand").count() == 7_000


def test_a_dead_job_is_taken_up_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_runs, "LARGE", 10)
    monkeypatch.setattr(import_runs, "_work_later", lambda run: None)
    run = import_runs.open_run(part=house.part, name="plan.csv", stream=io.BytesIO(GOOD.encode()), by=house.editor)
    asked: list[str] = []
    monkeypatch.setattr(import_runs.work.__class__, "enqueue", lambda self, uid: asked.append(uid))
    import_runs.resume(timezone.now())
    assert asked == []
    import_runs.resume(timezone.now() + timedelta(minutes=3))
    assert asked == [str(run.uid)]


def test_a_part_that_changed_since_it_was_compared_stops_the_job(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_runs, "LARGE", 10)
    monkeypatch.setattr(import_runs, "_work_later", lambda run: None)
    run = import_runs.open_run(part=house.part, name="plan.csv", stream=io.BytesIO(GOOD.encode()), by=house.editor)
    import_runs.work.func(str(run.uid))
    run.refresh_from_db()
    import_runs.confirm(run=run, valid_rows_only=False, by=house.editor, expected_revision=run.revision)
    house.part.__class__.objects.filter(pk=house.part.pk).update(revision=99)
    import_runs.work.func(str(run.uid))
    run.refresh_from_db()
    assert run.state == "failed"
    assert run.message
    assert not Plan.objects.filter(slug="plan").exists()


def test_a_reader_may_export_but_not_import(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.reader)
    assert client.post(PAGE, {"file": SimpleUploadedFile("plan.csv", GOOD.encode())}).status_code == 403
    for code in ("xlsx", "ods", "csv"):
        answer = client.get(f"/bureau/parties/{SLUG}/plans/plan-fictif-2/export/{code}/")
        assert answer.status_code == 200
        assert "attachment" in answer["Content-Disposition"]
    run = handed_in(sign_in(house.editor), answer.content)
    page = sign_in(house.editor).get(address(run)).content.decode()
    assert "Aucune différence" in page


def test_another_body_sees_nothing_of_an_import(house: House, sign_in: SignIn) -> None:
    run = handed_in(sign_in(house.editor), GOOD.encode())
    assert sign_in(house.stranger).get(address(run)).status_code == 404
    with pytest.raises(Exception, match="droit"):
        import_runs.confirm(run=run, valid_rows_only=False, by=house.stranger, expected_revision=run.revision)
    with pytest.raises(Exception, match="droit"):
        import_runs.choose(run=run, choices=Choices(), by=house.stranger, expected_revision=run.revision)


def test_iati_says_what_it_cannot_claim(house: House, sign_in: SignIn) -> None:
    answer = sign_in(house.reader).get(f"/bureau/parties/{SLUG}/plans/plan-fictif-2/export/iati/")
    assert answer.status_code == 200
    assert answer["X-Jalon-Left-Out"] == "3"
    assert synthetic.PLAN.encode() in answer.content


def test_a_table_of_observations_is_read_shown_and_written_only_when_confirmed(house: House, sign_in: SignIn) -> None:
    plans.add_indicator(
        part=house.part, subject=uuid.UUID(synthetic.measure_uid(2)), by=house.editor, source_to_find=True,
        slug="places-sures", code="places", title=Text(value="Places sûres"), unit="places",
    )  # fmt: skip
    client, head = sign_in(house.editor), "Code de l’indicateur;Période;Valeur;État;Unité\n"
    wrong = "places;2023;12;définitif;places\nplaces;2024;beaucoup;;places\ninconnu;2024;3;;\n"
    run = handed_in(client, (head + wrong).encode(), "valeurs.csv")
    page = client.get(address(run)).content.decode()
    assert "valeurs.csv!C3" in page and "valeurs.csv!A4" in page and "beaucoup" in page
    seen = Observation.objects.filter(series__part=house.part, series__of_uid__isnull=False)
    assert confirmed(client, run) == 422 and not seen.exists()
    assert confirmed(client, run, "valid") == 302
    assert [(one.when.edtf, one.value, one.status) for one in seen] == [("2023", "12", "final")]
    later = handed_in(client, (head + "places;2023;12;définitif;places\nplaces;2024;15;;\n").encode(), "suite.csv")
    assert confirmed(client, later) == 302
    assert [one.value for one in seen.order_by("order")] == ["12", "15"]
    event = AuditEvent.objects.latest("id")
    assert (event.action, event.changes["file"], event.changes["sha256"]) == (
        "part.import", "suite.csv", later.file.sha256,
    )  # fmt: skip


def test_sub_actions_and_errors_of_a_large_file_are_counted_and_what_is_too_much_to_undo_is_said_before(
    house: House, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_runs, "LARGE", 10)
    monkeypatch.setattr(import_runs, "_work_later", lambda run: None)
    good = "".join(f"{m};Mesure {m};Action {n};2027\n" for m in range(1, 3) for n in range(3_000))
    bad = "".join(f"{m};Mesure {m};Action;bientôt\n" for m in range(10, 310))
    monkeypatch.setattr("jalon.plans.imports.MOST_ADDED", 2)
    lines = f"N°;Mesure;Sous-action;Échéance\n{good}{bad}".encode()
    run = import_runs.open_run(part=house.part, name="plan.csv", stream=io.BytesIO(lines), by=house.editor)
    import_runs.work.func(str(run.uid))
    run.refresh_from_db()
    assert (run.report["steps"], run.report["error_count"], run.report["undoable"]) == (6_000, 300, False)
    page = sign_in(house.editor).get(address(run)).content.decode()
    assert "300 erreurs" in page
    assert "ne pourra pas être défait" in page
    few = import_runs.open_run(part=house.part, name="peu.csv", stream=io.BytesIO(GOOD.encode()), by=house.editor)
    import_runs.work.func(str(few.uid))
    assert "ne pourra pas être défait" not in sign_in(house.editor).get(address(few)).content.decode()
