"""What changed between two moments that the reader chooses: as a page, as JSON, of the whole register or of one measure."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from jalon.facts.committee import Session, SessionState
from jalon.facts.common import When, Wording
from jalon.facts.part import PartFacts
from jalon.facts.plan import Title
from jalon.facts.uids import stable_uid
from jalon.publication.keys import instance_key
from jalon.publication.reader import open_reader
from jalon.publication.store import Store
from tests.pages import get
from tests.publishing import NOON, Publisher
from tests.synthetic import cited, measure_uid, text
from tests.synthetic_commitments import COMMITTEE, HELD, commitments

LATER = datetime(2026, 3, 1, 12, tzinfo=UTC)
UNDATED = stable_uid("synthetic/committee/undated")
PAGE, JSON = "/changements/", "/changements.json"


def told_later() -> PartFacts:
    """The same part, with another title for measure 1, and sessions: one about February, one whose date nobody knows."""
    facts = commitments()
    measures = tuple(
        replace(
            one, titles=(Title(text=text("Former et outiller les enquêteurs", Wording.VERBATIM), citations=cited()),)
        )
        if one.uid == measure_uid(1)
        else one
        for one in facts.measures
    )
    sessions = tuple(replace(one, when=When(edtf="2026-02~")) if one.uid == HELD else one for one in facts.sessions)
    undated = Session(uid=UNDATED, committee=COMMITTEE, state=SessionState.POSTPONED, citations=cited())
    return replace(facts, measures=measures, sessions=(*sessions, undated))


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A var folder with two Releases, of 20 January and 1 March 2026. Read only."""
    var = tmp_path_factory.mktemp("twice") / "var"
    publisher = Publisher(Store(var / "publication"), instance_key(var / "keys"))
    publisher.release(commitments(), at=NOON)
    publisher.release(told_later(), at=LATER)
    return var


@pytest.fixture
def client(twice: Path, settings: Settings) -> Client:
    settings.JALON = settings.JALON.model_copy(update={"var_dir": twice})
    return Client()


def test_without_a_choice_the_page_tells_what_the_last_release_changed(client: Client) -> None:
    page = get(client, PAGE)
    assert "« Former les enquêteurs à l’identification des victimes » devient « Former et outiller" in page.main()
    lists = {e["name"]: e for e in page.all("select")}
    assert lists.keys() == {"de", "a", "plan"} and {"de_jour", "a_jour", "mesure"} <= {
        e["name"] for e in page.all("input")
    }
    assert [e["label"] for e in page.all("optgroup")] == ["Versions publiées", "Séances"] * 2
    assert [e.words for e in page.all("option")].count("vers févr. 2026, 1re séance") == 2, "the session, in both lists"
    for place in ("/versions/", "/plans/plan-fictif-2/", "/plans/plan-fictif-2/mesures/1/"):
        assert any(e["href"].startswith(PAGE) for e in get(client, place).all("a")), place


def test_two_releases_two_days_and_two_sessions_tell_the_same(client: Client) -> None:
    new, old = (info.id for info in open_reader().releases())
    wholes = [
        client.get(f"{JSON}?de={since}&a={until}").json()
        for since, until in ((old, new), (old[:12], ""), ("2026-01-31", "2026-03-01"), ("2026-02-27", HELD), ("", new))
    ]
    for whole in (wholes[0], wholes[1], wholes[2], wholes[4]):
        assert (whole["before"]["release"], whole["after"]["release"]) == (old, new)
        assert whole["counts"] == wholes[0]["counts"] and whole["changes"] == wholes[0]["changes"]
    assert wholes[3]["after"] == {"asked": HELD, "kind": "session", "day": "2026-02-28", "release": old, "created_at": "2026-01-20T12:00:00Z"}  # fmt: skip
    assert wholes[3]["counts"] == {"added": 0, "removed": 0, "changed": 0, "withdrawn": 0}
    english = client.get(f"/en{JSON}").json()
    assert english["language"] == "en" and english["changes"] != wholes[0]["changes"]


def test_the_page_says_how_it_read_each_moment(client: Client) -> None:
    said = get(client, f"{PAGE}?de={HELD}&a_jour=2030-01-01").main()
    assert "1re séance : vers février 2026, date approchée ; on lit le dernier jour qu’elle peut désigner (28 février 2026)." in said  # fmt: skip
    assert "28 février 2026 : la version en vigueur était celle du 20 janvier 2026." in said
    assert "1er janvier 2030 : aucune version n’a été publiée depuis celle du 1er mars 2026, qui est lue." in said
    swapped = get(client, f"{PAGE}?de=2026-03-05&a=2026-01-25").main()
    assert "à l’envers" in swapped and "Former et outiller" in swapped
    same = get(client, f"{PAGE}?de=2026-03-05&a=2026-03-06").main()
    assert "C’est la même version aux deux moments" in same and "Rien n’a changé" in same


def test_before_the_first_release_nothing_was_published_which_is_not_nothing_changed(client: Client) -> None:
    page = get(client, f"{PAGE}?de_jour=2020-01-01&de=2026-03-05")
    assert "1er janvier 2020 : avant la première version, rien n’était publié ici." in page.main()
    assert "La première est du 20 janvier 2026." in page.main() and "Rien n’a changé" not in page.main()
    assert next(e for e in page.all("input") if e["name"] == "de_jour")["value"] == "2020-01-01", "the day counts first"
    data = client.get(f"{JSON}?de=2020-01-01").json()
    assert (data["before"]["release"], data["counts"], data["changes"]) == (None, None, None)


def test_one_plan_and_one_measure_alone(client: Client) -> None:
    one = get(client, f"{PAGE}?plan=plan-fictif-2&mesure=1")
    assert "Seulement : mesure 1, Former et outiller les enquêteurs" in one.main()
    assert client.get(f"{JSON}?plan=plan-fictif-2&mesure={measure_uid(1)}").json()["counts"]["changed"] == 1
    assert client.get(f"{JSON}?plan=plan-fictif-2&mesure=2").json()["counts"]["changed"] == 1, (
        "the session that speaks of it"
    )
    other = get(client, f"{PAGE}?plan=plan-fictif-1").main()
    assert "Rien n’a changé" in other and "Former et outiller" not in other


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("de=hier", "ni une version publiée"),
        ("de=00000000", "ni une version publiée"),
        ("a_jour=2026-02-30", "n’est pas un jour du calendrier"),
        ("de=0026-02-03", "n’est pas un jour du calendrier"),
        (f"a={UNDATED}", "n’a pas de date connue"),
        ("plan=rien", "n’est dans aucune des deux versions"),
        ("mesure=1", "choisissez aussi le plan"),
        ("plan=plan-fictif-2&mesure=99", "n’est dans aucune des deux versions"),
    ],
)
def test_what_cannot_be_read_is_refused_with_words(client: Client, query: str, words: str) -> None:
    for address in (PAGE, JSON):
        assert words in get(client, f"{address}?{query}", 400).main(), address


def test_a_register_of_one_release_says_that_there_is_nothing_to_compare_yet(french: Client) -> None:
    assert "encore rien à comparer" in get(french, PAGE).main()
    assert french.get(JSON).json()["changes"] is None
