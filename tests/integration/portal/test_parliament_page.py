"""Acts of Parliament: the delay of an answer where both dates are known, and what it says that can be checked."""

from dataclasses import replace

import pytest
from django.test import Client

from jalon.facts.common import OrgRef, Text, When
from jalon.facts.parliament import Act, AnswerStatement
from jalon.facts.uids import stable_uid
from jalon.portal.pages.parliament import delay_words
from tests.pages import get
from tests.publishing import Publisher
from tests.synthetic import measure_uid, plan_part


def act(key: str, when: str | None, answered: str | None, **more: object) -> Act:
    """An invented question."""
    days = {"when": When(edtf=when) if when else None, "answered": When(edtf=answered) if answered else None}
    topic = Text(value=f"Question {key}", lang="fr")
    return Act(
        uid=stable_uid(f"act/{key}"), kind="question", kind_printed="question écrite", topic=topic, **days, **more
    )  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("when", "answered", "said"),
    [
        ("2024-01-10", "2024-03-12", "62 jours"),
        ("2024-01-10", "2024-01-11", "1 jour"),
        ("2024-01-10", "2024-03", "51 à 81 jours"),
        ("2024-01-10", None, ""),
        (None, "2024-03-12", ""),
        ("2024-05-01", "2024-03-12", ""),
    ],
)
def test_the_delay_is_an_interval_or_nothing(when: str | None, answered: str | None, said: str) -> None:
    assert delay_words(act("a", when, answered), "fr") == said


def test_the_page_says_the_delay_and_lists_what_can_be_checked(publisher: Publisher) -> None:
    one = AnswerStatement(
        uid=stable_uid("st"), text=Text(value="Cent places ouvertes", lang="fr"), measures=(measure_uid(1),)
    )
    acts = (
        act("a", "2024-01-10", "2024-03-12", statements=(one,)),
        act(
            "b", "2024-02-01", None, to=(OrgRef(name="Justice"),), renewed=(When(edtf="2024-05-06"),), closed="caducité"
        ),
    )
    publisher.release(replace(plan_part(), acts=acts))
    page = get(Client(), "/parlement/")
    assert "délai : 62 jours" in page.main() and page.main().count("délai :") == 1
    assert "1 point à vérifier" in page.main() and "Cent places ouvertes, mesure 1" in page.main()
    assert f"d-{one.uid}" in page.ids
    assert "à : Justice. Demandé de nouveau : 6 mai 2024. Close sans réponse : caducité" in page.main().replace(
        "\u00a0", " "
    )


def test_the_french_statements_are_counted(french: Client) -> None:
    page = get(french, "/parlement/").main()
    assert "à vérifier" in page and "délai :" not in page
