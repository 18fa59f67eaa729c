"""Portal pages on the large Release (benchmarks.release_size) against the same pages on the demonstration: CPU ratio.

    python -m benchmarks.large_pages [--demonstration VAR --large VAR]

Pages whose content does not grow with the Release: a measure, a text, a search, a page of a long list. Each is rendered
afresh, never taken from memory, by a server that has started: middleware is loaded once. The two are asked in turn, so that
what else the machine does meets both; the ratio is that of the fastest answers, and the median of the pairs is shown
beside it. The rows of both pages are said: a page of fewer rows is cheaper, whatever its Release. Target: 1.3 times the
demonstration.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.serving import environ

CALLS, WARM = 25, 4
TARGET = 1.3
ROWS = re.compile(
    rb"<li><h3|<li><a href=\"[^\"]*/sources/|<tr role=\"row\"><th role=\"rowheader|<li><a href=\"[^\"]*/organismes/"
)
PAGES: dict[str, tuple[str, str]] = {
    "measure": ("/plans/plan-2-2019-2021/mesures/16/", "/plans/plan-25/mesures/16/"),
    "about": ("/a-propos/",) * 2,
    "search: no hit": ("/recherche/?q=xylophone",) * 2,
    "search: a word of all documents": ("/recherche/?q=formation",) * 2,
    # Two words that few documents of the demonstration hold: compared with a page that is as full.
    "search: two such words": ("/recherche/?q=formation", "/recherche/?q=formation+victimes"),
    "sources": ("/sources/",) * 2,
    "series": ("/statistiques/",) * 2,
    "bodies": ("/organismes/",) * 2,
}


@dataclass(frozen=True, slots=True)
class Answers:
    """One page on both: CPU milliseconds of each answer, rows of it."""

    small: list[float]
    large: list[float]
    rows: tuple[int, int]

    @property
    def ratio(self) -> float:
        """Large by small, fastest answers."""
        return min(self.large) / min(self.small)

    @property
    def by_pairs(self) -> float:
        """The same, median of the pairs."""
        return median(large / small for small, large in zip(self.small, self.large, strict=True))


def main() -> int:
    """Prints a line a page; 1 over the target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demonstration", type=Path)
    parser.add_argument("--large", type=Path)
    parser.add_argument("--child", action="store_true")
    chosen = parser.parse_args()
    if chosen.child:
        return answering()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        small = chosen.demonstration or _demonstration(Path(folder) / "small")
        large = chosen.large or _large(Path(folder) / "large")
        pair = stack.enter_context(_child(small)), stack.enter_context(_child(large))
        return int(max([_shown(name, _asked(pair, paths)) for name, paths in PAGES.items()]) > TARGET)


def _shown(name: str, found: Answers) -> float:
    rows = f", rows {found.rows[0]} and {found.rows[1]}" if any(found.rows) else ""
    print(
        f"{name:<32} {min(found.small):>6.1f} ms on the demonstration, {min(found.large):>6.1f} ms on the large Release: "
        f"{found.ratio:.2f} (pairs {found.by_pairs:.2f}){rows}",
        flush=True,
    )
    return found.ratio


def _asked(pair: "tuple[Child, Child]", paths: tuple[str, str]) -> Answers:
    said = [(pair[0].ask(paths[0]), pair[1].ask(paths[1])) for _call in range(WARM + CALLS)][WARM:]
    return Answers([a[0] for a, _b in said], [b[0] for _a, b in said], (said[0][0][1], said[0][1][1]))


@dataclass(frozen=True, slots=True)
class Child:
    """A process that renders pages of one Release."""

    process: "subprocess.Popen[str]"

    def ask(self, path: str) -> tuple[float, int]:
        """CPU milliseconds of the answer, rows in it."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(path + "\n")
        self.process.stdin.flush()
        spent, rows = json.loads(self.process.stdout.readline())
        return float(spent), int(rows)


@contextmanager
def _child(var: Path) -> Iterator[Child]:
    command = [sys.executable, "-m", "benchmarks.large_pages", "--child"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=_settings(var), stdin=pipe, stdout=pipe, text=True) as process:
        yield Child(process)
        process.terminate()


def _demonstration(var: Path) -> Path:
    command = [sys.executable, "-m", "jalon.config.cli", "setup", "--demo"]
    subprocess.run(command, env=environ(var), check=True, capture_output=True)
    return var


def _large(var: Path) -> Path:
    command = [sys.executable, "-m", "benchmarks.release_size", "--keep", str(var)]
    subprocess.run(command, check=False, capture_output=True)  # 1 over its own target, which is not measured here
    static = [sys.executable, "-m", "django", "collectstatic", "--noinput", "-v0"]
    subprocess.run(static, env=_settings(var), check=True)
    return var


def _settings(var: Path) -> dict[str, str]:
    return environ(var) | {"DJANGO_SETTINGS_MODULE": "jalon.config.settings", "JALON_ROOMS": "portal"}


def answering() -> int:
    """Renders what is asked for, line by line, in a portal without a database."""
    import django

    django.setup()
    from django.test import Client

    # A cookie makes the page's memory step aside: it keeps nothing for, and gives nothing to, who may be somebody.
    client = Client(SERVER_NAME="localhost")
    client.cookies["sessionid"] = "benchmark"
    for line in sys.stdin:
        path = line.strip()
        began = time.process_time()
        answer = client.get(path)
        spent = (time.process_time() - began) * 1000
        if answer.status_code != 200 or not answer.content:
            raise RuntimeError(f"{path}: {answer.status_code}, {os.environ['JALON_VAR_DIR']}")
        print(json.dumps([spent, len(ROWS.findall(answer.content))]), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
