"""jalon estimate: every method, JSON and report, going on where it stopped, bad files said with their line."""

import json
import signal
import subprocess
import sys
import time
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from jalon import __version__
from jalon.config.cli import jalon
from jalon.config.console import Failure
from jalon.methods.estimation import Bootstrap, CaptureTable, MainEffects, Stepwise, estimate

FOLDER = Path(__file__).parents[2] / "fixtures" / "estimation"
UK5 = FOLDER / "UKdat_5.csv"
KEYS = {
    "observed", "estimate", "interval", "level", "method", "settings", "models_considered", "warnings", "version",
}  # fmt: skip


def run(*arguments: object) -> Any:
    result = CliRunner().invoke(jalon, ["estimate", *map(str, arguments)])
    if result.exception and not isinstance(result.exception, SystemExit | Failure):
        raise result.exception
    return result


def answer(*arguments: object) -> dict[str, Any]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.stdout))


@pytest.mark.parametrize(
    ("method", "total"),
    [("main", 13_444), ("full", 11_233), ("stepwise", 11_313), ("bic", 22_991), ("downhill", 12_262)],
)
def test_each_method_gives_the_published_total_with_what_a_reader_needs(method: str, total: int) -> None:
    found = answer(UK5, "--method", method, "--nboot", 0)
    assert found.keys() >= KEYS and found["version"] == __version__
    assert round(found["estimate"]) == total and found["observed"] == 2744
    assert found["interval"]["low"] < found["estimate"] < found["interval"]["high"]
    assert found["interval"]["method"] == "wald" and found["settings"]["interval"] == "wald"


@pytest.mark.parametrize("method", ["dga", "bayesthresh"])
def test_bayesian_methods_answer_too(method: str) -> None:
    found = answer(FOLDER / "Artificial_3.csv", "--method", method)
    assert found.keys() >= KEYS and found["method"] == method and found["estimate"] > found["observed"]


def test_a_higher_order_considers_more_models() -> None:
    found = answer(UK5, "--method", "bic", "--max-order", 5, "--nboot", 0)
    assert round(found["estimate"]) == 25_311 and found["models_considered"] == 6893


def test_the_bootstrap_is_that_of_the_package() -> None:
    found = answer(UK5, "--method", "stepwise", "--nboot", 250, "--seed", 7, "--level", 0.9, "--threshold", 0.05)
    table = CaptureTable.from_csv(UK5.read_text(encoding="utf-8"))
    assert found == json.loads(json.dumps(estimate(table, Stepwise(0.05), Bootstrap(250, 7, 0.9)).as_dict()))


def test_lines_for_people_have_interval_and_warnings() -> None:
    shown = run(FOLDER / "UKdat.csv", "--method", "stepwise", "--nboot", 250).stdout
    assert "2,744 people seen; total 11,418 (" in shown and "! The lower limit is the smallest" in shown


@pytest.mark.usefixtures("without_numba")
def test_assessment_by_default(tmp_path: Path) -> None:
    page = tmp_path / "out.html"
    found = answer(FOLDER / "Artificial_3.csv", "--nboot", 0, "--html", page, "--lang", "en")
    assert found["method"] == "assess" and found.keys() >= KEYS
    assert "needs numba" in next(one["reason"] for one in found["failures"] if one["method"] == "lcmcr")
    assert found["interval"]["high"] is None and found["conclusion"]["en"] in " ".join(page.read_text("utf-8").split())


class _Page(HTMLParser):
    """Elements, attributes and the open elements at the end."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("options", [("--method", "stepwise"), ("--method", "main", "--by", "year")])
def test_the_report_stands_alone_and_can_be_read_aloud(tmp_path: Path, lang: str, options: tuple[str, ...]) -> None:
    source, page = tmp_path / "<b>years.csv", tmp_path / "out.html"
    source.write_text(YEARS if "--by" in options else UK5.read_text("utf-8"), "utf-8")
    assert run(source, *options, "--nboot", 0, "--html", page, "--lang", lang).exit_code == 0
    read = _Page()
    text = page.read_text("utf-8")
    read.feed(text)
    tags = [tag for tag, _ in read.found]
    assert read.found[0] == ("html", {"lang": lang}) and tags.count("h1") == 1 and "script" not in tags
    assert not [attrs for _, attrs in read.found if attrs.keys() & {"style", "src", "onclick"}]
    drawings = [attrs for tag, attrs in read.found if tag == "svg"]
    assert drawings and all(one["role"] == "img" and one["aria-labelledby"] for one in drawings)
    assert "<b>years" not in text and "&lt;b&gt;years.csv" in text
    assert "caption" in tags and "main" in tags


YEARS = "year,A,B,C,count\n" + "".join(
    f"{year},{row}\n"
    for year, rows in {
        "2019": ["1,0,0,50", "0,1,0,40", "0,0,1,30", "1,1,0,9", "0,1,1,8", "1,0,1,7"],
        "2020": ["1,0,0,80", "0,1,0,70", "1,1,0,12"],
    }.items()
    for row in rows
)


def test_strata_have_a_total_and_lists_that_were_not_there_are_said(tmp_path: Path) -> None:
    source = tmp_path / "years.csv"
    source.write_text(YEARS, "utf-8")
    found = answer(source, "--method", "main", "--by", "year", "--nboot", 250)
    assert [one["stratum"] for one in found["strata"]] == ["2019", "2020"]
    assert found["estimate"] == pytest.approx(sum(one["estimate"] for one in found["strata"]))
    assert {"list-absent"} <= {caution["code"] for caution in found["warnings"]}
    shown = run(source, "--method", "main", "--by", "year", "--nboot", 0).stdout
    assert "total" in shown and "there was no list C" in shown


def test_one_row_a_person_and_parquet_say_the_same(tmp_path: Path) -> None:
    import duckdb

    people, parquet = tmp_path / "people.csv", tmp_path / "people.parquet"
    people.write_text("A;B\n" + "1;0\n" * 30 + "0;1\n" * 20 + "1;1\n" * 6, "utf-8")
    duckdb.sql(f"COPY (SELECT * FROM read_csv('{people}', delim=';')) TO '{parquet}' (FORMAT parquet)")
    found = [answer(source, "--people", "--method", "main", "--nboot", 0) for source in (people, parquet)]
    assert found[0] == found[1] and found[0]["estimate"] == pytest.approx(36 * 26 / 6)


@pytest.mark.usefixtures("without_numba")
def test_linkage_draws_are_carried_into_the_assessment() -> None:
    found = answer(FOLDER / "NewOrl_5.csv", "--draw", FOLDER / "NewOrl_5_185.csv", "--nboot", 0)
    assert found["over_draws"]["settings"]["draws"] == 2


def test_replicates_are_kept_and_gone_on_from(tmp_path: Path) -> None:
    kept = tmp_path / "run.json"
    first = run(UK5, "--method", "main", "--nboot", 250, "--resume", kept)
    assert first.exit_code == 0 and len(json.loads(kept.read_text())["totals"]) == 250
    altered = json.loads(kept.read_text())
    altered["totals"][0] = 1e9
    kept.write_text(json.dumps(altered))
    more = run(UK5, "--method", "main", "--nboot", 500, "--resume", kept, "--json")
    assert "Going on from 250 replicates" in more.stderr
    assert json.loads(kept.read_text())["totals"][0] == 1e9, "the first block was read, not made again"
    assert json.loads(kept.read_text())["totals"][250:] == list(_totals(500)[250:])


def _totals(replicates: int) -> tuple[float, ...]:
    from jalon.methods.estimation import replicate

    table = CaptureTable.from_csv(UK5.read_text(encoding="utf-8"))
    return replicate(table, MainEffects(), replicates, 1).totals


@pytest.mark.parametrize(
    ("content", "said"),
    [("not json", "holds no replicates"), ("[1]", "holds no replicates"), ('{"of": "x"}', "not a saved run"),
     ('{"of": "x", "seed": 1, "totals": []}', "of another table")],
)  # fmt: skip
def test_a_file_to_resume_that_is_something_else_is_refused(tmp_path: Path, content: str, said: str) -> None:
    kept = tmp_path / "run.json"
    kept.write_text(content)
    result = run(UK5, "--method", "main", "--nboot", 250, "--resume", kept)
    assert result.exit_code == 1 and said in str(result.exception) and kept.read_text() == content


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("A,B,count\n1,0,3\n\n0,1,-2\n", "line 4, count: the count « -2 » is negative"),
        ("A,B,count\n1,0,3\n0,2,2\n", "line 3, list B: « 2 » is neither 0 nor 1"),
        ("A,B,count\n1,0,3.5\n", "line 2, count"),
        ("A,B,count\n1,0\n", "line 2: 2 values, the header has 3"),
        ("A,B,count\n0,0,7\n1,1,2\n", "line 2: people on no list"),
        ("A,B\n1,0\n", "no column is named « count »"),
        ("A,count\n1,4\n", "one list only"),
        ("", "the CSV is empty"),
    ],
)
def test_a_bad_file_is_said_with_its_line(tmp_path: Path, content: str, said: str) -> None:
    source, page = tmp_path / "bad.csv", tmp_path / "out.html"
    source.write_text(content, "utf-8")
    result = run(source, "--nboot", 0, "--html", page)
    assert result.exit_code == 1 and str(source) in str(result.exception) and said in str(result.exception)
    assert not page.exists()


@pytest.mark.parametrize(
    "options",
    [
        ("--method", "dga", "--resume", "x.json"),
        ("--method", "assess", "--by", "year"),
        ("--method", "main", "--draw", str(UK5)),
        ("--method", "main", "--nboot", "0", "--resume", "x.json"),
        ("--method", "magic"),
        ("--nboot", "-1"),
    ],
)
def test_options_that_say_nothing_to_each_other_are_refused(options: tuple[str, ...]) -> None:
    assert run(UK5, *options).exit_code == 2


@pytest.fixture
def without_numba(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine without the extra; compiling would take longer than all other tests of this file."""
    monkeypatch.setitem(sys.modules, "jalon.methods.estimation.bayes_latent_kernel", None)


@pytest.mark.usefixtures("without_numba")
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_lists_that_share_nobody_are_reported_as_such(tmp_path: Path, lang: str) -> None:
    source, page = tmp_path / "apart.csv", tmp_path / "out.html"
    source.write_text("A,B,C,count\n1,0,0,30\n0,1,0,20\n0,0,1,9\n", "utf-8")
    result = run(source, "--nboot", 0, "--method", "main", "--html", page, "--lang", lang)
    assert result.exit_code == 1 and "no maximum" in str(result.exception) and not page.exists()
    assessed = run(source, "--nboot", 0, "--html", page, "--lang", lang, "--json")
    if assessed.exit_code:
        assert "no method has an answer" in str(assessed.exception) and not page.exists()
    else:
        found = json.loads(assessed.stdout)
        assert {"main", "full", "stepwise"} <= {failure["method"] for failure in found["failures"]}
        assert found["interval"]["high"] is None and page.exists()


def test_a_level_out_of_range_is_one_message_of_a_process() -> None:
    done = process(UK5, "--method", "main", "--level", "95")
    assert done.returncode == 1 and done.stdout == ""
    assert "level 95" in done.stderr and "Traceback" not in done.stderr


def process(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "jalon.config.cli", "estimate", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_as_a_process_json_alone_is_on_stdout_and_progress_on_stderr() -> None:
    done = process(UK5, "--method", "main", "--nboot", "250", "--json")
    assert done.returncode == 0 and json.loads(done.stdout)["method"] == "main"
    assert "Estimating: 250/250" in done.stderr


def test_an_interruption_ends_with_130_and_keeps_whole_blocks(tmp_path: Path) -> None:
    kept = tmp_path / "run.json"
    options = ["--method", "downhill", "--nboot", "1000000", "--resume", str(kept)]
    command = [sys.executable, "-m", "jalon.config.cli", "estimate", str(UK5), *options]
    # A run in the background ignores Ctrl+C, and so would its children: the person is at the terminal here.
    heeding = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heeding,  # noqa: PLW1509  # no thread runs here
    ) as running:
        while not kept.exists():
            assert running.poll() is None
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=60)
    assert running.returncode == 130 and "Traceback" not in said
    assert len(json.loads(kept.read_text())["totals"]) % 250 == 0


def test_nothing_of_django_is_imported() -> None:
    code = (
        "import sys; from jalon.config.cli import jalon\n"
        f"jalon.main(['estimate', {str(UK5)!r}, '--method', 'main', '--nboot', '0'], standalone_mode=False)\n"
        "print(sorted(m for m in sys.modules if '.' not in m), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    for heavy in ("django", "psycopg", "pydantic", "granian", "numba", "duckdb"):
        assert f"'{heavy}'" not in done.stderr
    assert "'numpy'" in done.stderr
