"""The closing line of CI: sums of all runs, and no skip goes unseen."""

from pathlib import Path

import pytest

from tools import totals


def report(path: Path, tests: int, failures: int = 0, errors: int = 0, skipped: int = 0) -> str:
    counts = f'tests="{tests}" failures="{failures}" errors="{errors}" skipped="{skipped}"'
    path.write_text(f"<testsuites><testsuite {counts}/></testsuites>")
    return str(path)


@pytest.mark.parametrize(
    ("second", "line", "code"),
    [
        ({"tests": 5}, "15 passed, 0 failed, 0 skipped", 0),
        ({"tests": 5, "skipped": 1}, "14 passed, 0 failed, 1 skipped", 1),
        ({"tests": 5, "failures": 1, "errors": 1}, "13 passed, 2 failed, 0 skipped", 1),
    ],
)
def test_runs_are_added_up(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    second: dict[str, int],
    line: str,
    code: int,
) -> None:
    reports = [report(tmp_path / "a.xml", 10), report(tmp_path / "b.xml", **second)]
    monkeypatch.setattr("sys.argv", ["totals", *reports])
    assert totals.main() == code
    assert capsys.readouterr().out.strip() == line


def test_a_run_without_tests_is_no_success(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["totals", report(tmp_path / "a.xml", 0)])
    assert totals.main() == 1
