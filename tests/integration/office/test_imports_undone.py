"""An import is undone as a whole: added records go, changed ones say again what they said, or nothing moves."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from jalon.commitments.models import Recommendation
from jalon.core import taken
from jalon.core.models import AuditEvent, Citation, Part, Source, User
from jalon.facts.common import Text, When
from jalon.facts.output import OutputType
from jalon.plans import actions as plans
from jalon.plans.imports import facts_now
from jalon.plans.models import Measure, Observation, Plan, Series, Statement
from tests.integration.office import test_commitment_imports as commitments
from tests.integration.office.conftest import SLUG, House
from tests.integration.office.test_importing import PAGE, address, confirmed, handed_in
from tests.integration.office.test_undoing import last, undo

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | None], Client]
NEW = "N°;Mesure;Pilote;Échéance\n7;Loger;DGCS;2027\n8;Soigner;;\n"
OVER = "Numéro;Mesure;Statut;Étapes\n2;Ouvrir des centres;En cours;Trouver un lieu\n9;Former;;\n"
MAPPED = {"plan": "plan-fictif-2", "c0": "number", "c1": "title", "c2": "phase", "c3": "step"}


def said(part: Part) -> Any:
    """All that the part says, without its sources: those that an import added stay."""
    facts = facts_now(Part.objects.get(pk=part.pk))
    return {name: {one.uid: one for one in getattr(facts, name)} for name in (*taken_fields(), "series")}


def taken_fields() -> tuple[str, ...]:
    return ("plans", "sections", "measures", "statements", "means", "indicators")


def imported(client: Client, content: str, **chosen: str) -> AuditEvent:
    run = handed_in(client, content.encode())
    if chosen:
        assert client.post(address(run), {"do": "choose", "revision": run.revision, **chosen}).status_code == 302
    assert confirmed(client, run) == 302, client.get(address(run)).content.decode()
    return last(action="part.import")


@pytest.mark.parametrize(("content", "chosen"), [(NEW, {}), (OVER, MAPPED)], ids=["a new plan", "over a plan"])
def test_an_import_its_undoing_and_the_undoing_of_that_leave_what_was_said_before_and_after(
    house: House, sign_in: SignIn, content: str, chosen: dict[str, str]
) -> None:
    client = sign_in(house.editor)
    before, cites = said(house.part), citations(house.part)
    event = imported(client, content, **chosen)
    after, events = said(house.part), AuditEvent.objects.count()
    assert after != before
    for expected in (before, after, before):
        status, page = undo(client, last())
        assert (status, said(house.part) == expected) == (302, True), page
    assert AuditEvent.objects.count() == events + 3 and "Déjà défait" in undo(client, event)[1]
    assert cites <= citations(house.part)
    again = imported(client, content, **chosen)
    assert again.pk != event.pk and {n: v.keys() for n, v in said(house.part).items()} == {
        n: v.keys() for n, v in after.items()
    }


def citations(part: Part) -> set[tuple[Any, ...]]:
    return set(
        Citation.objects.filter(part=part).values_list("subject_uid", "source__uid", "field", "locator", "quote")
    )


def test_the_page_that_undoes_an_import_tells_its_counts_in_words(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.editor)
    event = imported(client, NEW)
    page = client.get(f"{PAGE.replace('importer', 'defaire')}{event.pk}/").content.decode()
    assert "fichier" in page and "lignes lues" in page and "mesures\u00a02, déclarations\u00a02" in page
    assert "changements" not in page and "&#x27;" not in page


def test_a_record_changed_or_hung_on_it_since_is_named_and_nothing_is_undone(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.editor)
    event = imported(client, NEW)
    measure = Measure.objects.get(number="7", plan__slug="plan")
    title = measure.measuretitles.get()
    plans.edit_title(title=title, by=house.editor, expected_revision=title.revision, text=Text(value="Abriter"))
    now = said(house.part)
    status, page = undo(client, event)
    assert (status, said(house.part) == now) == (422, True)
    assert "Changées depuis l’import (1)" in page and "Abriter" in page
    assert undo(client, last())[0] == 302  # the title is as the import left it: what it wrote stands again
    plans.add_measure(
        plan=Plan.objects.get(slug="plan"),
        number="12",
        title=Text(value="Écouter"),
        by=house.editor,
        source_to_find=True,
    )
    status, page = undo(client, event)
    assert status == 422 and "Rattachées depuis" in page and Measure.objects.live().filter(number="7").exists()
    added = Measure.objects.get(number="12")
    plans.withdraw(record=added, reason="x", by=house.editor, expected_revision=added.revision)
    assert undo(client, event)[0] == 302
    assert not Plan.objects.live().filter(slug="plan").exists()


def test_observations_taken_in_are_withdrawn_and_come_back(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.editor)
    series = Series.objects.live().filter(part=house.part)[0]
    before = list(Observation.objects.filter(series=series, withdrawn_at=None).values_list("pk", flat=True))
    table = f"Série;Période;Valeur\n{series.slug};1987;41\n{series.slug};1988;42\n"
    event = imported(client, table)
    live = Observation.objects.filter(series=series, withdrawn_at=None)
    assert live.count() == len(before) + 2
    assert undo(client, event)[0] == 302 and list(live.values_list("pk", flat=True)) == before
    assert undo(client, last())[0] == 302 and live.count() == len(before) + 2
    order = live.order_by("-order")[0].order
    series.refresh_from_db()
    plans.withdraw_observation(
        series=series, order=order, reason="x", by=house.editor, expected_revision=series.revision
    )
    status, page = undo(client, last(action="part.redo_import"))
    assert status == 422 and "observations de cet import" in page and live.count() == len(before) + 1


def test_recommendations_taken_in_go_and_come_back(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.editor)
    part = Part.objects.create(slug="engagements", kind="commitments", title="Engagements", owner=house.part.owner)
    handed = commitments.handed_in(client, commitments.ONE, "m.docx", **commitments.CHOSEN)
    assert client.post(handed, {"revision": commitments.revision(part)}).status_code == 302
    assert undo(client, last())[0] == 302 and not Recommendation.objects.live().exists()
    assert client.post(handed, {"revision": commitments.revision(part)}).status_code == 302
    assert Recommendation.objects.live().count() == 1
    assert undo(client, last())[0] == 302 and not Recommendation.objects.live().exists()
    assert undo(client, last())[0] == 302 and Recommendation.objects.live().count() == 1


def test_a_large_import_that_only_added_is_taken_back_and_given_again_as_a_whole(
    house: House, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taken, "MOST_ROWS", 2)
    client = sign_in(house.editor)
    before, cites = said(house.part), citations(house.part)
    imported(client, NEW)
    after = said(house.part)
    for expected in (before, after, before, after):
        status, page = undo(client, last())
        assert (status, said(house.part) == expected) == (302, True), page
    assert cites <= citations(house.part)
    measure = Measure.objects.get(number="7", plan__slug="plan")
    assert [row.history_type for row in measure.history.all()] == ["~", "~", "~", "~", "+"]
    assert measure.revision == 5
    title = measure.measuretitles.get()
    plans.edit_title(title=title, by=house.editor, expected_revision=title.revision, text=Text(value="Abriter"))
    now = said(house.part)
    status, page = undo(client, last(action="part.redo_import"))
    assert (status, said(house.part) == now) == (422, True)
    assert "Changées ou rattachées depuis" in page and "Abriter" in page


def test_a_large_import_with_a_record_changed_or_withdrawn_since_is_not_taken_back(
    house: House, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taken, "MOST_ROWS", 2)
    client = sign_in(house.editor)
    event = imported(client, NEW)
    row = Measure.objects.get(number="8", plan__slug="plan")
    plans.edit_measure(measure=row, by=house.editor, expected_revision=row.revision, keywords=("soin",))
    status, page = undo(client, event)
    assert status == 422 and "Changées depuis l’import (1)" in page
    row.refresh_from_db()
    plans.withdraw(record=row, reason="x", by=house.editor, expected_revision=row.revision)
    status, page = undo(client, event)
    assert status == 422 and "retirées, rendues ou supprimées" in page
    assert Measure.objects.live().filter(number="7", plan__slug="plan").exists()


def test_a_large_table_taken_in_again_after_its_undoing_says_what_it_said(
    house: House, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taken, "MOST_ROWS", 2)
    client = sign_in(house.editor)
    before = said(house.part)
    imported(client, NEW)
    assert undo(client, last())[0] == 302
    imported(client, NEW)
    assert Measure.objects.live().filter(plan__slug="plan").count() == 2
    assert undo(client, last())[0] == 302 and said(house.part) == before


@pytest.mark.parametrize("most", [5_000, 2], ids=["each record kept", "kept together"])
def test_what_an_output_was_said_to_follow_since_stays(
    house: House, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(taken, "MOST_ROWS", most)
    client = sign_in(house.editor)
    event = imported(client, NEW)
    row = Measure.objects.get(number="7", plan__slug="plan")
    plans.add_output(
        part=house.part, by=house.editor, source_to_find=True, type=OutputType.TRAINING, title=Text(value="Séance fictive"),
        when=When(edtf="2026"), subjects=(str(row.uid),),
    )  # fmt: skip
    status, page = undo(client, event)
    assert status == 422 and "Séance fictive" in page, page
    row.refresh_from_db()
    assert row.withdrawn_at is None


def test_a_large_import_that_wrote_a_source_anew_did_not_only_add(
    house: House, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taken, "MOST_ROWS", 2)
    client = sign_in(house.editor)
    event = imported(client, NEW)
    assert undo(client, event)[0] == 302
    Source.objects.filter(part=house.part, address="plan.csv").update(title="Titre fictif donné depuis")
    assert "trop grand" in undo(client, imported(client, NEW))[1]


def test_what_is_told_of_undoing_before_a_large_table_of_observations_is_so_afterwards(
    house: House, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("jalon.core.taken.MOST_ROWS", "jalon.plans.imports.MOST_ROWS"):
        monkeypatch.setattr(place, 0)
    client = sign_in(house.editor)
    series = Series.objects.live().filter(part=house.part)[0]
    run = handed_in(client, f"Série;Période;Valeur\n{series.slug};1987;41\n".encode())
    assert "ne pourra pas être défait" in client.get(address(run)).content.decode()
    assert confirmed(client, run) == 302 and "trop grand" in undo(client, last())[1]


def test_what_was_too_large_or_is_older_says_so_and_a_reader_undoes_nothing(
    house: House, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(house.editor)
    event = imported(client, NEW)
    page = f"{PAGE.replace('importer', 'defaire')}{event.pk}/"
    assert f"/{SLUG}/" in page
    revision = Part.objects.get(pk=house.part.pk).revision
    assert sign_in(house.reader).post(page, {"expected_revision": revision, "reason": "x"}).status_code == 403
    assert client.post(page, {"expected_revision": revision - 1, "reason": "x"}).status_code == 409
    assert client.post(page, {"expected_revision": revision, "reason": "x"}).status_code == 302
    assert client.post(page, {"expected_revision": revision, "reason": "x"}).status_code == 200
    assert AuditEvent.objects.filter(action="part.undo_import").count() == 1
    monkeypatch.setattr(taken, "MOST_ROWS", 2)
    assert "trop grand" in undo(client, imported(client, OVER, **MAPPED))[1]
    old = last(action="part.import")
    old.changes = {"file": "vieux.csv"}
    old.save()
    assert "ne gardait pas l’ancien état" in undo(client, old)[1]
    assert Statement.objects.exists()
