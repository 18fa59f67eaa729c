"""`jalon coverage` and `jalon match` on the published French plans."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pytest_django.fixtures import Settings

from jalon.config.cli import jalon
from jalon.config.console import Failure

PLAN, OLDER = "plan-3-2024-2027", "plan-2-2019-2021"


@pytest.fixture(autouse=True)
def published(french_var: Path, settings: Settings) -> None:
    """The French register is what this instance publishes."""
    settings.JALON = settings.JALON.model_copy(update={"var_dir": french_var})


def run(*arguments: str) -> Result:
    return CliRunner().invoke(jalon, [*arguments])


def found(*arguments: str) -> dict[str, Any]:
    done = run(*arguments, "--json")
    assert done.exit_code == 0, (done.output, done.exception)
    data: dict[str, Any] = json.loads(done.stdout)
    return data


def test_every_recommendation_is_counted_once_and_what_was_not_read_apart() -> None:
    data = found("coverage", PLAN)
    total = data["total"]
    counted = sum(total[name] for name in ("answered", "in_part", "against", "proposed", "reviewed_none", "no_link"))
    assert counted == total["of"] > 0
    assert counted + sum(total["apart"].values()) == data["recommendations"] == len(data["lines"])
    assert all(line["cover"] in total or line["cover"] in total["apart"] for line in data["lines"])


def test_a_cell_has_its_denominator_and_ages_are_ranges() -> None:
    data = found("coverage", PLAN)
    for cell in data["cells"]:
        names = ("answered", "in_part", "against", "proposed", "reviewed_none", "no_link")
        assert sum(cell[name] for name in names) == cell["of"]
    ages = [line["age_in_years"] for line in data["lines"] if line["age_in_years"]]
    assert ages and all(low <= high for low, high in ages)
    assert all(line["age_in_years"] is None for line in data["lines"] if line["date"] is None)


def test_the_nearest_measures_are_proposed_never_fewer_than_five_nor_decided() -> None:
    data = found("match", "centre sécurisant pour mineurs victimes", "--in", "fr-teh-3")
    assert len(data["proposed"]) == 5 and [one["rank"] for one in data["proposed"]] == [1, 2, 3, 4, 5]
    assert data["of"] >= 5 and data["method"] == "grams"
    assert not {"score", "answer", "verdict"} & set(data["proposed"][0])
    assert len(found("match", "mineurs", "--in", PLAN, "--count", "10")["proposed"]) <= 10


def test_the_words_of_a_measure_find_it_first() -> None:
    title = found("match", "formation", "--in", PLAN)["proposed"][0]["text"]
    first = found("match", title.upper(), "--in", PLAN)["proposed"][0]
    assert (first["text"], first["same"]) == (title, True)


@pytest.mark.parametrize("command", [("coverage", "nowhere"), ("match", "texte", "--in", "nowhere")])
def test_a_plan_that_is_not_published_is_said_with_those_that_are(command: tuple[str, ...]) -> None:
    done = run(*command)
    assert isinstance(done.exception, Failure) and PLAN in str(done.exception)


def test_nothing_is_not_compared() -> None:
    assert run("match", " ", "--in", OLDER).exit_code == 1
