"""Portal pages on the large Release (benchmarks.release_size) against the same pages on the demonstration: CPU ratio.

    python -m benchmarks.large_pages

Pages whose content does not grow with the Release: a measure, a text, a search, a page of a long list. Each is rendered
afresh, never taken from memory. Target: 1.3 times the demonstration.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.serving import environ

CALLS, WARM = 20, 3
TARGET = 1.3
PAGES = {
    "about": "/a-propos/",
    "search: no hit": "/recherche/?q=xylophone",
    "search: a word of all documents": "/recherche/?q=formation",
    "sources": "/sources/",
    "series": "/statistiques/",
    "bodies": "/organismes/",
}
SMALL = {"measure": "/plans/plan-2-2019-2021/mesures/16/", **PAGES}
LARGE = {"measure": "/plans/plan-25/mesures/16/", **PAGES}


def main() -> int:
    """Prints a line a page; 1 over the target."""
    if "--child" in sys.argv:
        print(json.dumps(rendered(json.loads(sys.argv[-1]))))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        small, large = _demonstration(Path(folder) / "small"), _large(Path(folder) / "large")
    worst = 0.0
    for name in SMALL:
        ratio = large[name] / small[name]
        worst = max(worst, ratio)
        print(
            f"{name:<32} {small[name]:>7.1f} ms on the demonstration, {large[name]:>7.1f} ms on the large Release, {ratio:.2f}"
        )
    return int(worst > TARGET)


def _demonstration(var: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "jalon.config.cli", "setup", "--demo"]
    subprocess.run(command, env=environ(var), check=True, capture_output=True)
    return _child(var, SMALL)


def _large(var: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.release_size", "--keep", str(var)]
    subprocess.run(command, check=True, capture_output=True)
    static = [sys.executable, "-m", "django", "collectstatic", "--noinput", "-v0"]
    subprocess.run(static, env=_settings(var), check=True)
    return _child(var, LARGE)


def _child(var: Path, pages: dict[str, str]) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.large_pages", "--child", json.dumps(pages)]
    done = subprocess.run(command, env=_settings(var), check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _settings(var: Path) -> dict[str, str]:
    return environ(var) | {"DJANGO_SETTINGS_MODULE": "jalon.config.settings", "JALON_ROOMS": "portal"}


def rendered(pages: dict[str, str]) -> dict[str, float]:
    """Median CPU milliseconds of each page, in a portal without a database."""
    import django

    django.setup()
    return {
        name: statistics.median([_once(path) for _call in range(WARM + CALLS)][WARM:]) for name, path in pages.items()
    }


def _once(path: str) -> float:
    from django.test import Client

    # A cookie makes the page's memory step aside: it keeps nothing for, and gives nothing to, who may be somebody.
    client = Client(SERVER_NAME="localhost")
    client.cookies["sessionid"] = "benchmark"
    began = time.process_time()
    answer = client.get(path)
    spent = (time.process_time() - began) * 1000
    if answer.status_code != 200 or not answer.content:
        raise RuntimeError(f"{path}: {answer.status_code}, {os.environ['JALON_VAR_DIR']}")
    return spent


if __name__ == "__main__":
    raise SystemExit(main())
