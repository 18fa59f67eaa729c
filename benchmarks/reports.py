"""What a report costs: an invented plan of 60 measures, each with lead, deadline, promise, verdict and output. CPU seconds.

    python -m benchmarks.reports

Addresses are read first, as in a server or worker that has started; the first report also reads fonts, catalogues and the
index. Target: a PDF under 2 s of CPU, the first one too.
"""

import os
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jalon.facts.part import PartFacts
    from jalon.publication.reader import Reader

TARGET = 2.0
MEASURES = 60


def main() -> int:
    """Prints the costs; 1 when a PDF costs more than the target."""
    with tempfile.TemporaryDirectory() as folder:
        reader = _published(Path(folder))
        from django.urls import get_resolver

        from jalon.reports.kinds import Format, Kind, Request
        from jalon.reports.making import made

        get_resolver().check()
        worst = 0.0
        for kind in (Kind.FINAL, Kind.MIDTERM, Kind.STATE, Kind.COMPARISON):
            for form in Format:
                costs = []
                for _round in range(3):
                    began = time.process_time()
                    size = len(made(Request(plan="plan-fictif", kind=kind, format=form), reader))
                    costs.append(time.process_time() - began)
                worst = max(worst, costs[0]) if form is Format.PDF else worst
                print(f"{kind:<11} {form:<5} first {costs[0]:.2f} s, then {min(costs[1:]):.2f} s, {size:,} bytes")
    print(f"{MEASURES} measures, worst PDF {worst:.2f} s of CPU (target {TARGET:.0f})")
    return int(worst > TARGET)


def _published(folder: Path) -> "Reader":
    os.environ["JALON_VAR_DIR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "jalon.config.settings"
    import django

    django.setup()
    from jalon.publication import parts, releases
    from jalon.publication.keys import instance_key
    from jalon.publication.reader import default_store, open_reader

    store, key, now = default_store(), instance_key(folder / "keys"), datetime(2026, 1, 20, tzinfo=UTC)
    parts.sign_off(store, _part(), signer="Mission fictive", at=now, key=key)
    releases.build(store, key=key, at=now)
    return open_reader(store=store)


def _part() -> "PartFacts":
    from jalon.facts.common import Citation, OrgRef, Source, Text, When
    from jalon.facts.part import PartFacts, PartHeader, PartKind
    from jalon.facts.plan import Measure, Plan, Section, StatedNumber, Title
    from jalon.facts.uids import stable_uid

    plan, owner = stable_uid("bench/plan"), OrgRef(name="Mission fictive")
    sources = tuple(
        Source(uid=stable_uid(f"bench/source/{n}"), key=f"S{n}", address=f"https://exemple.invalid/{n}.pdf", title=f"Source {n}")
        for n in range(40)
    )  # fmt: skip

    def cited(n: int) -> tuple[Citation, ...]:
        return (Citation(source=sources[n % len(sources)].uid, locator=f"p. {n}"),)

    sections = tuple(
        Section(uid=stable_uid(f"bench/section/{n}"), plan=plan, order=n, label=str(n), title=Text(value=f"Axe fictif {n}"))
        for n in range(1, 7)
    )  # fmt: skip
    measures = tuple(
        Measure(
            uid=stable_uid(f"bench/measure/{n}"), plan=plan, order=n, number=str(n), section=sections[n % 6].uid,
            titles=(Title(text=Text(value=f"Mesure inventée {n} : " + "former, héberger, informer, " * 4), citations=cited(n)),),
            planned=Text(value="Ce qui est prévu, en une phrase inventée."),
        )
        for n in range(1, MEASURES + 1)
    )  # fmt: skip
    described = Plan(
        uid=plan, slug="plan-fictif", rank=1, titles=(Title(text=Text(value="Plan fictif")),),
        period=When(edtf="2022/2025"), known_until="2025-12", text_read=True,
        stated_numbers=(StatedNumber(value=MEASURES, said_by=(owner,), citations=cited(0)),), citations=cited(0),
    )  # fmt: skip
    said = tuple(one for m in measures for one in _said(m.uid, int(m.number or 0), cited))
    return PartFacts(
        header=PartHeader(uid=stable_uid("bench/part"), slug="partie", kind=PartKind.PLAN, title="Partie", owner=owner, synthetic=True),
        sources=sources, plans=(described,), sections=sections, measures=measures, statements=said,
        outputs=tuple(_output(m.uid, n, cited) for n, m in enumerate(measures)),
    )  # fmt: skip


def _said(uid: str, n: int, cited: Any) -> Any:
    from jalon.facts.common import Basis, OrgRef, Statement, StatementKind, Text, When
    from jalon.facts.uids import stable_uid

    def one(kind: StatementKind, **more: Any) -> Statement:
        found = stable_uid(f"bench/{kind}/{uid}/{more.get('said_by')}")
        return Statement(
            uid=found, kind=kind, subject=uid, recorded_at="2026-01-01T00:00:00Z", citations=cited(n), **more
        )

    levels = ("réalisée", "partiellement réalisée", "non réalisée")
    yield one(StatementKind.LEAD, organisation=OrgRef(name=f"Direction {n % 9}"), basis=Basis.NAMED_IN_PLAN)
    yield one(
        StatementKind.PROMISED, text=Text(value="Ce sera fait."), said=When(edtf="2022-03"), due=When(edtf="2024-06")
    )
    for year, who in (("2023", "Collectif fictif"), ("2024", "Commission fictive"), ("2025", "Inspection fictive")):
        yield one(
            StatementKind.JUDGED, said=When(edtf=year), said_by=OrgRef(name=who), scale=" / ".join(levels),
            text=Text(value=levels[(n + int(year)) % 3]),
        )  # fmt: skip


def _output(uid: str, n: int, cited: Any) -> Any:
    from jalon.facts.common import Text, When
    from jalon.facts.output import Amount, Output, OutputType, Quantity
    from jalon.facts.uids import stable_uid

    return Output(
        uid=stable_uid(f"bench/output/{n}"), type=OutputType.TRAINING, title=Text(value=f"Formation inventée {n}"),
        when=When(edtf="2024"), subjects=(uid,), amounts=(Amount(quantity=Quantity.PARTICIPANTS, value=str(n + 10)),),
        citations=cited(n),
    )  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
