"""Reports that anybody takes from the page of a plan: made of the Release alone, once, gone when something is withdrawn."""

import io
import re
from pathlib import Path

import pytest
from django.test import Client
from pypdf import PdfReader

from jalon.publication import derived
from jalon.publication.reader import open_reader
from jalon.publication.store import Store

PLAN = "/plans/plan-2-2019-2021/"
STATE = f"{PLAN}rapports/etat-des-lieux.pdf"


def test_the_page_of_a_plan_leads_to_its_reports_in_three_formats(french: Client) -> None:
    page = french.get(PLAN).content.decode()
    found = re.findall(r'href="(/plans/plan-2-2019-2021/rapports/[^"]+)"', page)
    assert {f"{PLAN}rapports/{code}.{form}" for code in ("etat-des-lieux", "mi-parcours", "final", "comparaison") for form in ("pdf", "docx", "xlsx")} == set(found)  # fmt: skip


def test_a_plan_that_is_not_over_has_no_final_report(french: Client) -> None:
    page = french.get("/plans/plan-3-2024-2027/").content.decode()
    assert "rapports/etat-des-lieux.pdf" in page
    assert "rapports/final" not in page
    assert french.get("/plans/plan-3-2024-2027/rapports/final.pdf").status_code == 404


def test_a_report_is_made_without_a_database_and_says_its_language(french: Client) -> None:
    answers = {lang: french.get(f"{prefix}{STATE}") for lang, prefix in (("fr", ""), ("en", "/en"))}
    for lang, answer in answers.items():
        assert answer.status_code == 200
        assert answer["Content-Type"] == "application/pdf"
        assert f"etat-des-lieux-{lang}.pdf" in answer["Content-Disposition"]
        assert PdfReader(io.BytesIO(answer.content)).trailer["/Root"]["/Lang"] == lang


def test_a_report_is_made_once_and_forgotten_when_something_is_withdrawn(french: Client, french_var: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    store, asked = Store(french_var / "publication"), []
    source = derived.Source(
        lambda reader, plan, lang: (derived.Offer(code="compte", form="pdf", words="", media="application/pdf"),),
        lambda reader, plan, lang, offer: asked.append(plan) or b"x",  # type: ignore[func-returns-value]
    )
    monkeypatch.setattr(derived, "_sources", [source])
    reader = open_reader(store=store)
    for _time in range(2):
        found = derived.file(reader, "plan", "fr", "compte", "pdf", store)
        assert found is not None and found[1] == b"x"
    assert asked == ["plan"]
    from jalon.publication import releases

    releases.purge(store)
    assert not store.derived.exists()


@pytest.mark.parametrize("query", ["?etat=2020-01-01", "?version=abcdef12"])
def test_a_report_of_another_time_is_refused_with_the_way_out(french: Client, query: str) -> None:
    answer = french.get(STATE + query)
    assert answer.status_code == 400
    assert "dernière version" in answer.content.decode()


@pytest.mark.parametrize("rest", ["rapports/etat-des-lieux.exe", "rapports/autre.pdf", "rapports/..%2f.pdf"])
def test_a_report_that_there_is_not_is_a_404(french: Client, rest: str) -> None:
    assert french.get(PLAN + rest).status_code == 404


def test_a_page_of_another_time_offers_no_report(french: Client) -> None:
    assert "/rapports/" not in french.get(f"{PLAN}?etat=2020-06-01").content.decode()
