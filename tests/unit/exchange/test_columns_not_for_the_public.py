"""Columns that call themselves internal or confidential: what a part says is published once it is signed."""

import pytest

from jalon.exchange.headers import Profile
from tests.unit.exchange.test_layouts_of_measures import read


@pytest.mark.parametrize(
    "title",
    [
        "Commentaire interne",
        "Commentaires (confidentiel)",
        "Notes internes",
        "Remarques à ne pas publier",
        "Internal comments",
    ],
)
def test_a_column_that_says_it_is_not_for_the_public_is_read_only_when_a_person_says_so(title: str) -> None:
    rows = (("N°", "Mesure", "Pilote", title), (1, "Loger", "DGCS", "le cabinet hésite"))
    found = read(*rows)
    assert found.facts.measures[0].note is None
    assert title in " ".join(str(one.params) for one in found.problems)
    mapped = read(*rows, profile=Profile("x", (("N°", "number"), ("Mesure", "title"), (title, "note"))))
    note = mapped.facts.measures[0].note
    assert note is not None and "le cabinet hésite" in note.value
