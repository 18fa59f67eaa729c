"""Observations of a table beside those of a part: series found or made, nothing twice, nothing overruled in silence."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jalon.core.errors import Invalid
from jalon.core.models import AuditEvent, Part
from jalon.facts.common import OrgRef
from jalon.facts.part import PartFacts
from jalon.plans import actions, models
from jalon.plans.choices import Choices
from jalon.plans.imports import Compared, compare, take
from jalon.plans.observation_exports import observations_of
from tests import synthetic_following
from tests.integration.plans.conftest import loaded

pytestmark = pytest.mark.django_db
HEAD = "Code de l’indicateur;Période;Valeur;État;Unité;Région;Source;Dit le\n"
NONE = Choices()


@pytest.fixture
def part() -> Part:
    return loaded(bare())


def bare() -> PartFacts:
    """Indicators without their series."""
    return replace(synthetic_following.following_part(), series=())


def compared(part: Part, lines: str, choices: Choices = NONE) -> Compared:
    return compare(part, (HEAD + lines).encode(), "valeurs.csv", choices)


def taken(part: Part, lines: str, choices: Choices = NONE, *, valid: bool = False) -> Compared:
    found = compared(part, lines, choices)
    take(found, by=None, valid_rows_only=valid)
    part.refresh_from_db()
    return found


def values(code: str) -> list[tuple[str | None, str | None, str | None]]:
    uid = models.Indicator.objects.get(code=code).uid
    rows = models.Observation.objects.filter(series__of_uid=uid).order_by("series_id", "order")
    return [(row.when.edtf, row.value, row.status) for row in rows]


def test_a_new_series_of_the_body_takes_the_values_and_the_file_is_their_source(part: Part) -> None:
    before = AuditEvent.objects.count()
    found = taken(part, "places;2023;12;définitif;places;;;\nplaces;2024;15;provisoire;places;;;\n")
    assert found.merged.added == {"sources": 1, "series": 1, "observations": 2}
    assert values("places") == [("2023", "12", "final"), ("2024", "15", "provisional")]
    row = models.Observation.objects.select_related("source", "series").get(value="15")
    assert (row.source.address if row.source else "", row.locator) == ("valeurs.csv", "valeurs.csv!C3")
    assert row.series.producer == OrgRef(name=str(part.owner), uid=str(part.owner.uid))
    assert AuditEvent.objects.count() == before + 1


def test_the_same_file_again_and_a_later_one_change_nothing_but_what_is_new(part: Part) -> None:
    lines = "places;2023;12;;;;;\n"
    taken(part, lines)
    again = compared(part, lines)
    assert (again.merged.empty, again.same) == (True, 1)
    more = taken(part, lines + "places;2024;13;;;;;\n")
    assert (dict(more.merged.added), more.same) == ({"sources": 1, "observations": 1}, 1)
    assert len(values("places")) == 2


def test_another_value_of_a_period_is_refused_until_it_says_since_when(part: Part) -> None:
    taken(part, "places;2023;12;provisoire;;;;\n")
    later = "places;2023;14;définitif;;;;\n"
    found = compared(part, later)
    assert [one.address for one in found.errors] == ["C2"]
    assert "12" in found.errors[0].words()
    with pytest.raises(Invalid):
        take(found, by=None, valid_rows_only=False)
    taken(part, later, Choices(said="2025-06-01"))
    assert values("places") == [("2023", "12", "provisional"), ("2023", "14", "final")]
    assert compared(part, later, Choices(said="2025-06-01")).merged.empty
    assert compared(part, later, Choices(said="2025-09-01")).merged.empty


def test_two_values_of_one_period_in_one_file_name_both_cells(part: Part) -> None:
    found = compared(part, "places;2023;12;;;;;\nplaces;2023;13;;;;;\nplaces;2023;12;;;;;\n")
    assert [(one.address, one.severity.value) for one in found.problems] == [("C3", "error"), ("C4", "warning")]
    assert "valeurs.csv!C2" in found.problems[0].words()


def test_units_shares_categories_and_names_are_checked(part: Part) -> None:
    lines = "places;2023;12;;personnes;;;\nplaces;2024;45 %;;;;;\ninconnu;2023;1;;;;;\ninconnu;2024;1;;;;;\nplaces;2022;beaucoup;;;;;\n"
    found = compared(part, lines)
    assert [(one.address, one.severity.value) for one in found.problems] == [
        ("E2", "error"), ("C3", "error"), ("A4", "error"), ("C6", "error"), ("A4", "note"),
    ]  # fmt: skip
    assert (found.refused, found.merged.empty) == (5, True)


def test_words_of_the_indicator_are_its_values(part: Part) -> None:
    taken(part, "maturity;2023;partiel;;;;;\nmaturity;2022;0;;;;;\ncircular;2024-05-02;oui;;;;;\n")
    assert values("maturity") == [("2023", "1", None), ("2022", "0", None)]
    assert values("circular") == [("2024-05-02", "1", None)]
    wrong = compared(part, "maturity;2024;excellent;;;;;\ncircular;2025;peut-être;;;;;\n")
    assert [one.address for one in wrong.errors] == ["C2", "C3"]


def test_a_breakdown_is_kept_and_a_source_that_a_line_names_is_cited(part: Part) -> None:
    taken(part, "places;2023;7;;;Bretagne;https://exemple.fr/rapport;2024\n")
    row = models.Observation.objects.select_related("source").get(value="7")
    assert [(one.name, one.value) for one in row.dimensions] == [("région", "Bretagne")]
    assert row.source is not None
    assert row.source.url == "https://exemple.fr/rapport"
    assert row.said is not None
    assert row.said.edtf == "2024"


def test_what_was_withdrawn_stays_withdrawn(part: Part) -> None:
    lines = "places;2023;12;;;;;\n"
    taken(part, lines)
    series = models.Series.objects.get(part=part)
    actions.withdraw_observation(series=series, order=0, reason="erreur", by=None, expected_revision=series.revision)
    found = compared(part, lines)
    assert found.merged.empty
    assert [one.severity.value for one in found.problems] == ["warning"]


def test_valid_lines_alone_are_written_when_asked(part: Part) -> None:
    taken(part, "places;2023;12;;;;;\nplaces;2024;beaucoup;;;;;\n", valid=True)
    assert values("places") == [("2023", "12", None)]


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv"])
def test_what_is_exported_imports_without_a_difference(kind: str) -> None:
    part = loaded(synthetic_following.following_part())
    count = models.Observation.objects.filter(series__part=part, withdrawn_at=None).count()
    data = observations_of(part, kind, datetime(2026, 1, 1, tzinfo=UTC))
    found = compare(part, data, f"observations.{kind}", NONE)
    assert [one.words() for one in found.problems if one.severity.value != "note"] == []
    assert (found.rows, found.same, found.merged.empty) == (count, count, True)
    assert count > 0


def test_a_part_that_holds_no_series_refuses_the_table(part: Part) -> None:
    Part.objects.filter(pk=part.pk).update(kind="acts")
    with pytest.raises(Invalid):
        compared(part, "places;2023;12;;;;;\n")


def test_queries_do_not_grow_with_the_lines(part: Part) -> None:
    def counted(lines: int) -> int:
        text = "".join(f"places;{1990 + number};{number};;;;Rapport {number};\n" for number in range(lines))
        with CaptureQueriesContext(connection) as caught:
            compared(part, text)
        return len(caught)

    assert counted(2) == counted(30)
