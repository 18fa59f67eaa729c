"""The page of an indicator with 10 series of 30 years, made from the Release each time: CPU time and index queries.

    python -m benchmarks.indicator_page

Nothing is kept from one answer to the next but what a reader keeps: the index's answers, and the series, are read anew
for « first ». Target: 40 ms of CPU for a page that the process was not asked for before, readers warm.
"""

import os
import tempfile
import time
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.beside import Timed, timed

if TYPE_CHECKING:
    from django.test import Client

    from jalon.facts.part import PartFacts

TARGET = 40.0
SERIES, YEARS, ROUNDS = 10, 30, 40
ADDRESS = "/indicateurs/indicateur-fictif/"


def main() -> int:
    """Prints the costs; 1 when the page costs more than the target."""
    with tempfile.TemporaryDirectory() as folder:
        cost, size = measure(Path(folder))
    free = median(cost.free or cost.calls)
    print(f"indicator page, {SERIES} series of {YEARS} years, {size} bytes, ms of CPU: {cost}; target {TARGET:.0f}")
    return int(free > TARGET)


def measure(folder: Path) -> tuple[Timed, int]:
    """(CPU milliseconds of a page with the loop around it, its bytes)."""
    client = _started(folder)
    return _cost(client)


def _started(folder: Path) -> "Client":
    os.environ["JALON_VAR_DIR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "jalon.config.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from jalon.publication import parts, releases
    from jalon.publication.keys import instance_key
    from jalon.publication.reader import default_store

    call_command("collectstatic", verbosity=0, interactive=False)
    store, key, now = default_store(), instance_key(folder / "keys"), datetime(2026, 1, 20, tzinfo=UTC)
    for facts in (_directory(), _part()):
        parts.sign_off(store, facts, signer="Mission M (fictive)", at=now, key=key)
    releases.build(store, key=key, at=now)
    return Client(headers={"host": "localhost", "accept-encoding": "gzip, deflate, br"})


def _cost(client: "Client") -> tuple[Timed, int]:
    """Each time at another address, so that no page is answered from memory."""
    size = len(client.get(ADDRESS).content)
    days = count(1)

    def once() -> float:
        month, day = divmod(next(days), 28)
        start = time.process_time()
        answer = client.get(f"{ADDRESS}?etat=2050-{month + 1:02}-{day + 1:02}")
        assert answer.status_code == 200, answer.status_code
        return 1000 * (time.process_time() - start)

    return timed(once, ROUNDS), size


def _directory() -> "PartFacts":
    from jalon.demo import fictional

    return fictional.parts()[0]


def _part() -> "PartFacts":
    """The invented plan with one indicator and its series."""
    from dataclasses import replace

    from jalon.demo import fictional
    from jalon.demo.fictional.makings import MISSION, cited, indicator_uid, on, said, uid
    from jalon.facts.common import OrgRef
    from jalon.facts.series import Family, Observation, ObservationStatus, Precision, Series

    facts = fictional.parts()[1]
    indicator = replace(facts.indicators[0], uid=indicator_uid("bench"), slug="indicateur-fictif", code="bench")

    def value(series: int, year: int) -> Observation:
        status = ObservationStatus.PROVISIONAL if year == YEARS - 1 else None
        precision = Precision.ABOUT if (series + year) % 7 == 0 else Precision.EXACT
        amount = str(100 + 13 * series + 17 * year)
        return Observation(
            when=on(str(1996 + year)), value=amount, precision=precision, status=status, citations=cited()
        )

    series = tuple(
        Series(
            uid=uid("bench", number),
            slug=f"serie-fictive-{number}",
            title=said(f"Série {number} (fictif)"),
            producer=MISSION if number == 0 else OrgRef(name=f"Organisme {number} (fictif)"),
            indicator="bench",
            unit="personnes",
            family=Family.FOLLOW_UP,
            of=indicator.uid,
            observations=tuple(value(number, year) for year in range(YEARS)),
        )
        for number in range(SERIES)
    )
    return replace(facts, indicators=(indicator,), series=series, outputs=(), states=(), answers=())


if __name__ == "__main__":
    raise SystemExit(main())
