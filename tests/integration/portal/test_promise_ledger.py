"""The ledger of promises: every date, every finding with its sayer, nothing late after the last look, no invented curve."""

from dataclasses import replace

import pytest
from django.test import Client

from jalon.facts.common import COUNTRY_SUBJECT, OrgRef, Text, When
from jalon.facts.promise import DueDate, Promise, PromiseView, Verdict
from jalon.facts.uids import stable_uid
from jalon.publication.reader import open_reader
from tests.pages import get
from tests.publishing import Publisher
from tests.synthetic import COALITION, plan_part

NOW = "2026-01-02T00:00:00Z"


def promise(key: str, *dues: str | None, made: str = "2024-01-01") -> Promise:
    """An invented promise. A due date None: put off without a date."""
    found = tuple(
        DueDate(uid=stable_uid(f"due/{key}/{rank}"), recorded_at=NOW, due=When(edtf=due) if due else None)
        for rank, due in enumerate(dues)
    )
    text = Text(value=f"Promesse {key}", lang="fr")
    return Promise(uid=stable_uid(f"promise/{key}"), text=text, recorded_at=NOW, subject=COUNTRY_SUBJECT,
                   said_by=COALITION, made=When(edtf=made), dues=found, known_until="2025-12")  # fmt: skip


def view(key: str, verdict: Verdict, who: OrgRef | None = None, **dates: str) -> PromiseView:
    """What somebody found of it."""
    uid = stable_uid(f"view/{key}/{verdict}/{who.name if who else ''}")
    said = {name: When(edtf=value) for name, value in dates.items()}
    return PromiseView(
        uid=uid, promise=stable_uid(f"promise/{key}"), recorded_at=NOW, verdict=verdict, said_by=who, **said
    )


@pytest.fixture
def invented(publisher: Publisher) -> Client:
    """Five promises: moved, disputed, put off without date, kept before it was made, due after the last look."""
    facts = replace(
        plan_part(),
        promises=(promise("a", "2024-03", "2024-06-30"), promise("b", "2024-05-01"), promise("c", "2024-05-01", None),
                  promise("d"), promise("e", "2026-01-10")),
        promise_views=(
            view("a", Verdict.KEPT, done="2024-08-29"), view("b", Verdict.KEPT, done="2024-04-30"),
            view("b", Verdict.NOT_KEPT, COALITION, seen="2024-07-01"), view("d", Verdict.KEPT, done="2020"),
        ),
    )  # fmt: skip
    publisher.release(facts)
    return Client()


def words(page: str, key: str) -> str:
    """The words of one promise."""
    return page.partition(f"Promesse {key}")[2].partition("Promesse ")[0]


def test_the_french_ledger_counts_what_was_not_seen_apart(french: Client) -> None:
    page = get(french, "/engagements/").main()
    for count in (
        "tenu 10 sur 26",
        "non tenu 3 sur 26",
        "pas encore fait à la date du constat 4 sur 26",
        "suite non vue 7 sur 26",
        "avec report 3 sur 26",
    ):
        assert count in page
    assert "« Suite non vue » ne veut pas dire « non tenu »" in page
    assert "26 sur 26 engagements." in page


def test_what_was_not_done_yet_when_seen_is_not_said_to_be_broken(french: Client) -> None:
    waiting = get(french, "/engagements/?issue=pas-encore").section("registre")
    said = waiting.partition("Une même règle du temps")[2]
    assert said.count("pas encore fait à la date du constat") == 4 and "non tenu" not in said


def test_a_french_promise_has_its_dates_its_gap_and_each_finding(french: Client) -> None:
    page = get(french, "/engagements/").main()
    third = page.partition("Publier le 3e plan")[2].partition("Informer des suites")[0]
    assert "2022" in third and "puis 18 oct. 2023" in third and "reporté de 291 à 655 jours" in third
    assert "Collectif tenu, 10 déc. 2023" in third and "La rédaction du registre tenu, 11 déc. 2023" in third
    assert "54 jours après l’échéance" in third and "53 jours après l’échéance" in third
    mechanism = page.partition("Mécanisme national par circulaire")[2].partition("Dernier regard")[0]
    assert "Selon la rédaction du registre : au moins 12 mois environ après l’échéance." in mechanism
    assert "depuis, issue inconnue, dernier regard en décembre 2025" in mechanism


def test_fourteen_french_promises_make_a_curve_with_both_readings_and_bounds(french: Client) -> None:
    page = get(french, "/engagements/").section("duree")
    assert "1 an 42 % (15 à 67 %) 33 % (10 à 59 %) de 4 à 14 sur 20" in page
    assert "12 sur 26" in page and "sans date de promesse lue" in page
    assert "1 à tenir à chaque échéance, et non une fois" in page  # the figures published each year
    assert "Trait plein : dates lues au plus tôt" in page.replace("\u00a0", " ")
    english = get(french, "/en/engagements/").section("duree")
    assert (
        "No sampling" not in english
        and "12 of 26" in english
        and "33% (" in english
        and "25% 50%" in english
        and " %" not in english.replace("\u00a0", " ")
    )


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("issue=not_kept", 3),
        ("issue=pas-encore", 4),
        ("issue=non-vue", 7),
        ("report=oui", 3),
        ("plan=plan-2-2019-2021&issue=kept", 2),
    ],
)
def test_it_is_narrowed(french: Client, query: str, count: int) -> None:
    assert f"{count} sur 26 engagements." in get(french, f"/engagements/?{query}").main()


@pytest.mark.parametrize("query", ["issue=oui", "plan=rien", "report=non"])
def test_a_value_that_is_no_choice_is_refused(french: Client, query: str) -> None:
    get(french, f"/engagements/?{query}", 400)


def test_few_promises_have_a_list_and_no_curve(invented: Client) -> None:
    section = get(invented, "/engagements/").section("duree")
    assert "Pas de courbe : il faut 10 engagements suivis, il y en a" in section
    assert "%" not in section and "les avis diffèrent" in section


def test_sayers_who_differ_stand_side_by_side(invented: Client) -> None:
    said = words(get(invented, "/engagements/").main(), "b")
    assert "Les avis diffèrent." in said
    assert "La rédaction du registre tenu, 30 avr. 2024" in said
    assert f"{COALITION.name} non tenu, constat : 1er juil. 2024" in said.replace(
        COALITION.name.capitalize(), COALITION.name
    )
    assert "b" not in words(get(invented, "/engagements/?issue=dropped").main(), "b")


def test_dates_are_told_in_order_and_what_cannot_be_is_flagged(invented: Client) -> None:
    page = get(invented, "/engagements/").main()
    assert "mars 2024 ; puis 30 juin 2024 · reporté de 91 à 121 jours" in words(page, "a")
    assert "reporté sans date" in words(page, "c")
    assert "Tenu avant d’avoir été pris : à vérifier." in words(page, "d")


def test_nothing_is_late_after_the_last_look(invented: Client) -> None:
    said = words(get(invented, "/engagements/").main(), "e")
    assert "retard" not in said and "Écart" not in said and "suite non vue" in said


def test_a_promise_and_its_findings_keep_their_permanent_addresses(french: Client) -> None:
    reader = open_reader()
    anchors = set(get(french, "/engagements/").ids)
    for one in reader.promises():
        assert french.get(f"/id/{one.uid}/").headers["Location"] == f"/engagements/#d-{one.uid}"
        assert f"d-{one.uid}" in anchors


def test_an_earlier_day_shows_what_was_known_then(french: Client) -> None:
    page = get(french, "/engagements/?etat=2023-11-01").main()
    third = page.partition("Publier le 3e plan")[2].partition("Informer des suites")[0]
    assert "11 déc. 2023" not in third and "10 déc. 2023" not in third
