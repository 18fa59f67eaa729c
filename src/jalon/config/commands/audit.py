"""jalon audit: what a published plan says of its measures, criterion by criterion."""

from typing import TYPE_CHECKING

import click

from jalon.config.console import ANSWERS_AS_JSON, Failure, answer

if TYPE_CHECKING:
    from jalon.facts.auditing import Audit


@click.command()
@click.argument("plan")
@click.option("--release", "release", help="Id of a Release, or its beginning; the current one by default.")
@ANSWERS_AS_JSON
def audit(plan: str, release: str | None, as_json: bool) -> None:
    """What PLAN (its address, as plan-3-2024-2027) gives of each measure, what is said to lack, what nobody looked at.

    Each criterion names who asked for it. A plan whose own text nobody read is not readable: what it lacks cannot be
    told, and only what others found of it counts.
    """
    from jalon.config.django_start import django_started

    with django_started():
        from jalon.publication import releases
        from jalon.publication.audited import as_json as data_of
        from jalon.publication.audited import audit_of
        from jalon.publication.reader import default_store, open_reader

        store = default_store()
        reader = open_reader(releases.resolved(store, release), store)
        found = reader.plan_named(plan)
        if found is None:
            raise Failure(f"no plan {plan} is published; there are: {', '.join(item.slug for item in reader.plans())}.")
        audited = audit_of(reader, found)
    answer(data_of(audited), _lines(audited), as_json=as_json)


def _lines(found: "Audit") -> list[str]:
    from jalon.facts.auditing import NAMED_BY

    head = [f"{found.plan}: {found.identified} measures identified, {found.attested} items attested."]
    if not found.readable:
        head.append("The plan's own text was not read: it cannot be audited. What follows is what others say of it.")
    head.append(f"{'criterion':<14} {'given':>6} {'absent':>7} {'not found':>10} {'not looked at':>14}  asked by")
    for tally in found.criteria:
        asked = "; ".join(f"{body}, {day}" if day else body for body, day in NAMED_BY[tally.criterion])
        head.append(
            f"{tally.criterion.value:<14} {tally.given:>6} {tally.stated_absent:>7} {tally.looked_not_found:>10} "
            f"{tally.not_looked_at:>14}  {asked}"
        )
    return head
