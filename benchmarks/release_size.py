"""A Release of 50 plans of 100 measures with a million observations: CPU seconds, memory, bytes.

    python -m benchmarks.release_size [--observations 1000000] [--plans 50] [--keep FOLDER]

Prints JSON. Signing and building run in a process each, so that each has its own peak of memory. Targets for the
build: 60 CPU seconds, 1 GB. `--keep` leaves the publication directory behind, for measuring pages on it.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jalon.facts.common import Citation, OrgRef, Source, Statement, StatementKind, Text, When, Wording
from jalon.facts.part import PartFacts, PartHeader, PartKind
from jalon.facts.plan import Measure, Plan, Section, Title
from jalon.facts.series import Dimension, Family, Observation, Series
from jalon.facts.uids import stable_uid

SECONDS, BYTES = 60.0, 1_000_000_000
MEASURES, STATEMENTS, SERIES = 100, 5, 200
WORDS = [
    "former",
    "identifier",
    "protéger",
    "accueillir",
    "enquêter",
    "poursuivre",
    "coopérer",
    "victimes",
    "mineurs",
    "travailleurs",
    "hébergement",
    "justice",
    "police",
    "associations",
    "territoire",
    "exploitation",
    "traite",
    "prévention",
    "formation",
    "campagne",
    "accompagnement",
    "indemnisation",
]
AT = datetime(2026, 1, 20, tzinfo=UTC)
BODY = OrgRef(name="Mission fictive", uid=stable_uid("bench/body"))


@dataclass(frozen=True, slots=True)
class Size:
    """How much is published."""

    plans: int
    observations: int


def words(seed: int, count: int) -> str:
    """A text that is always the same for a seed."""
    return " ".join(WORDS[(seed * 7 + n * (seed % 13 + 3)) % len(WORDS)] for n in range(count))


def plan_part(number: int) -> PartFacts:
    """One plan of 10 sections and 100 measures with 5 statements each."""
    plan, source = stable_uid(f"bench/plan/{number}"), stable_uid(f"bench/source/{number}")
    cited = (Citation(source=source, locator="p. 1"),)
    sections = tuple(
        Section(
            uid=stable_uid(f"{plan}/section/{n}"),
            plan=plan,
            order=n,
            label=str(n),
            title=text(words(n, 6)),
            citations=cited,
        )
        for n in range(10)
    )
    measures = tuple(
        Measure(
            uid=stable_uid(f"{plan}/measure/{n}"), plan=plan, order=n, number=str(n), section=sections[n % 10].uid,
            titles=(Title(text=text(words(number + n, 12)), citations=cited),), planned=text(words(n, 30)), citations=cited,
        )
        for n in range(MEASURES)
    )  # fmt: skip
    said = tuple(
        Statement(
            uid=stable_uid(f"{measure.uid}/said/{n}"), kind=StatementKind.PROGRESS, subject=measure.uid, said_by=BODY,
            recorded_at="2026-01-01T00:00:00Z", said=When(edtf=f"202{n}-06"), text=text(words(n + number, 25)), citations=cited,
        )
        for measure in measures
        for n in range(STATEMENTS)
    )  # fmt: skip
    return PartFacts(
        header=header(f"plan-{number}", PartKind.PLAN),
        sources=(Source(uid=source, key="S", address=f"https://exemple.invalid/{number}"),),
        plans=(
            Plan(
                uid=plan, slug=f"plan-{number}", rank=number, titles=(Title(text=text(f"Plan {number}")),),
                period=When(edtf="2024/2026"), known_until="2026-01", citations=cited,
            ),
        ),
        sections=sections,
        measures=measures,
        statements=said,
    )  # fmt: skip


def statistics_part(observations: int) -> PartFacts:
    """200 series of one source."""
    source = stable_uid("bench/source/statistics")
    return PartFacts(
        header=header("statistics", PartKind.STATISTICS),
        sources=(Source(uid=source, key="S", address="https://exemple.invalid/statistics"),),
        series=tuple(series(n, max(1, observations // SERIES), source) for n in range(SERIES)),
    )


def series(number: int, count: int, source: str) -> Series:
    """One series by year, département and form."""
    cited = (Citation(source=source, locator=f"tableau {number}"),)
    return Series(
        uid=stable_uid(f"bench/series/{number}"), slug=f"serie-{number}", title=text(words(number, 5)), producer=BODY,
        indicator="victims", unit="persons", family=Family.POLICE,
        observations=tuple(
            Observation(
                when=When(edtf=str(2000 + n % 25)), value=str((n * 37) % 9999),
                dimensions=(Dimension(name="departement", value=str(n // 25 % 101)), Dimension(name="form", value=str(n // 2525))),
                citations=cited,
            )
            for n in range(count)
        ),
    )  # fmt: skip


def header(slug: str, kind: PartKind) -> PartHeader:
    """A part of the invented body."""
    return PartHeader(
        uid=stable_uid(f"bench/part/{slug}"), slug=slug, kind=kind, title=slug, owner=BODY, synthetic=True
    )


def text(value: str) -> Text:
    """A text as read."""
    return Text(value=value, wording=Wording.VERBATIM)


def parts_of(size: Size) -> Iterator[PartFacts]:
    """One part at a time: memory holds one."""
    for number in range(1, size.plans + 1):
        yield plan_part(number)
    yield statistics_part(size.observations)


def sign(root: Path, size: Size) -> dict[str, Any]:
    """Freeze and sign every part."""
    from jalon.publication.keys import instance_key
    from jalon.publication.parts import sign_off
    from jalon.publication.store import Store

    key = instance_key(root / "keys")
    start, documents = time.process_time(), 0
    for facts in parts_of(size):
        documents += len(sign_off(Store(root / "publication"), facts, signer="Bench", at=AT, key=key).manifest)
    return {"documents": documents, **cost(start)}


def build(root: Path, _size: Size) -> dict[str, Any]:
    """Make the Release."""
    from jalon.publication import releases
    from jalon.publication.keys import instance_key
    from jalon.publication.store import Store

    store, start = Store(root / "publication"), time.process_time()
    info = releases.build(store, key=instance_key(root / "keys"), at=AT)
    spent = cost(start)
    return {"release": info.id, "index_bytes": releases.index_path(store, info.id).stat().st_size, **spent}


def read(root: Path, size: Size) -> dict[str, Any]:
    """What pages ask: CPU milliseconds of each question, asked for the first time."""
    from jalon.publication.reader import open_reader
    from jalon.publication.store import Store

    reader = open_reader(store=Store(root / "publication"))
    plan = stable_uid(f"bench/plan/{size.plans}")
    questions: dict[str, Callable[[], object]] = {
        "plans": lambda: reader.plans(),
        "measures": lambda: reader.measures(plan),
        "statements_of_plan": lambda: reader.statements_of_plan(plan),
        "series": lambda: reader.series(),
        "one_series": lambda: reader.series_by_slug("serie-1"),
        "search": lambda: reader.search("formation des associations"),
    }
    found = {}
    for name, ask in questions.items():
        start = time.process_time()
        ask()
        found[name] = round((time.process_time() - start) * 1000, 2)
    return found


def cost(start: float) -> dict[str, Any]:
    """CPU seconds since `start` and the peak of memory of this process, in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return {"cpu_seconds": round(time.process_time() - start, 1), "peak_bytes": peak}


STEPS = {"sign": sign, "build": build, "read": read}


def run(step: str, root: Path, size: Size) -> Any:
    """One step in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.release_size", "--step", step, "--keep", str(root)]
    command += ["--plans", str(size.plans), "--observations", str(size.observations)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def measure(root: Path, size: Size) -> dict[str, Any]:
    """Every step, and whether the build meets its targets."""
    found: dict[str, Any] = {"plans": size.plans, "observations": size.observations}
    found |= {step: run(step, root, size) for step in STEPS}
    files = [path for path in (root / "publication").rglob("*") if path.is_file()]
    found["bytes_on_disk"] = sum(path.stat().st_size for path in files)
    found["within_targets"] = found["build"]["cpu_seconds"] <= SECONDS and found["build"]["peak_bytes"] <= BYTES
    return found


def main() -> int:
    """Prints JSON; 1 when the build misses a target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=50)
    parser.add_argument("--observations", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--step", choices=STEPS)
    chosen = parser.parse_args()
    size = Size(chosen.plans, chosen.observations)
    with tempfile.TemporaryDirectory() as folder:
        root = chosen.keep or Path(folder)
        os.environ.setdefault("JALON_VAR_DIR", str(root))
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jalon.config.settings")
        found = STEPS[chosen.step](root, size) if chosen.step else measure(root, size)
    print(json.dumps(found, indent=None if chosen.step else 1))
    return int(not found.get("within_targets", True))


if __name__ == "__main__":
    sys.exit(main())
