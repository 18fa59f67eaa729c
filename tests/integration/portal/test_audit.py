"""The audit of a plan, command: on the French parts, what nobody read is not said to lack."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pytest_django.fixtures import Settings

from jalon.config.cli import jalon
from jalon.config.console import Failure


@pytest.fixture
def published(french_var: Path, settings: Settings) -> None:
    """The French register is what this instance publishes."""
    settings.JALON = settings.JALON.model_copy(update={"var_dir": french_var})


def asked(*arguments: str) -> Result:
    """The command, as it is run."""
    return CliRunner().invoke(jalon, ["audit", *arguments])


def audited(plan: str) -> dict[str, Any]:
    """Its answer for scripts."""
    done = asked(plan, "--json")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def criteria(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Its criteria by code."""
    return {row["criterion"]: row for row in found["criteria"]}


@pytest.mark.usefixtures("published")
def test_a_plan_that_nobody_read_lacks_no_lead() -> None:
    found = audited("plan-2-2019-2021")
    lead = criteria(found)["lead"]
    assert not found["readable"] and found["identified"] == 15 and found["stated_numbers"][0] == 45
    assert lead["stated_absent"] == 0 and lead["looked_not_found"] == 0
    assert lead["given"] + lead["not_looked_at"] == lead["listed"] == len(found["measures"]) == 21


@pytest.mark.usefixtures("published")
def test_what_the_cncdh_found_of_the_second_plan_is_said_as_its_finding() -> None:
    rows = criteria(audited("plan-2-2019-2021"))
    for code in ("deadline", "cost"):
        assert [one["state"] for one in rows[code]["of_the_plan"]] == ["stated_absent"]
        assert rows[code]["stated_absent"] > 0
    assert rows["detail"]["of_the_plan"] == [] and rows["detail"]["stated_absent"] == 0


@pytest.mark.usefixtures("published")
def test_the_finding_of_the_coalition_on_the_third_plan_is_as_stated() -> None:
    found = audited("plan-3-2024-2027")
    rows = criteria(found)
    stated = {code for code, row in rows.items() if row["of_the_plan"]}
    assert stated == {"means", "lead", "indicator"} and found["identified"] == 0
    assert {"body": "CNCDH", "date": "2019-11-19"} in rows["deadline"]["asked_by"]
    lead = [row["criteria"]["lead"] for row in found["measures"]]
    assert all(cell["state"] == "stated_absent" or cell["against"] for cell in lead)


@pytest.mark.usefixtures("published")
def test_an_unknown_plan_is_said_with_those_that_there_are() -> None:
    done = asked("plan-9")
    assert isinstance(done.exception, Failure)
    assert "no plan plan-9" in str(done.exception) and "plan-2-2019-2021" in str(done.exception)


@pytest.mark.usefixtures("published")
def test_the_text_says_first_that_a_plan_was_not_read() -> None:
    lines = asked("plan-2-2019-2021").stdout.splitlines()
    assert "15 measures identified, 6 items attested" in lines[0]
    assert "cannot be audited" in lines[1]
    assert "CNCDH, 2019-11-19" in next(line for line in lines if line.startswith("cost"))
