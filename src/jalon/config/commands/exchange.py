"""jalon import, export: plans as workbooks, tables and exchange formats."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jalon.config.console import ANSWERS_AS_JSON, Failure, answer, say

if TYPE_CHECKING:
    from jalon.core.models import Part
    from jalon.plans.imports import Compared

FILE = click.Path(path_type=Path)
FORMATS = ("package", "xlsx", "ods", "csv", "iati")
SHOWN = 40


@click.command("import")
@click.argument("file", type=FILE)
@click.option(
    "--profile",
    "profile",
    help="A profile: a JSON file, or the name of a saved one. Without it the mapping proposed is used, and shown.",
)
@click.option("--part", "slug", help="Slug of the part that takes the plan; needed when there are several.")
@click.option("--plan", default="", help="Slug of a plan of the part that the table tells of; none: a plan of its own.")
@click.option("--title", default="", help="Title of the new plan; by default what is printed above the table.")
@click.option("--period", default="", help="Years of the new plan, such as 2026-2030.")
@click.option("--said", default="", help="Date of the table: what it says is said on that day.")
@click.option("--dry-run", is_flag=True, help="Compare and report; write nothing.")
@click.option("--valid-rows-only", is_flag=True, help="Leave out the rows with an error instead of refusing the file.")
@ANSWERS_AS_JSON
def import_(
    file: Path, profile: str | None, slug: str | None, plan: str, title: str, period: str, said: str, dry_run: bool,
    valid_rows_only: bool, as_json: bool,
) -> None:  # fmt: skip
    """Take FILE (XLSX, ODS, CSV) into the working state of a part: all or nothing.

    A table of measures, of indicator definitions (identifier, title, unit, formula) or of observations (indicator,
    period, value; or a column a year) is recognised by its header, or by the option "table" ("plan", "indicators",
    "observations") of its profile. Indicators defined are those of --plan, or of the country when none is named.
    Nothing is published, nothing is taken away. Exit code 1 when the file has errors; the report names each cell.
    """
    from jalon.config.django_start import django_started

    if not file.is_file():
        raise Failure(f"{file} is not there.")
    with django_started():
        from django.utils.translation import gettext

        from jalon.core.errors import Invalid
        from jalon.exchange.problems import Refused
        from jalon.plans.choices import Choices
        from jalon.plans.imports import compare, take

        try:
            part = _part(slug, None if slug else _kind(file, profile))
            choices = Choices(profile=_profile(profile, part), plan=plan, title=title, period=period, said=said)
            compared = compare(part, file.read_bytes(), file.name, choices)
        except Refused as refused:
            raise Failure(refused.problem.words(gettext)) from refused
        except Invalid as refused_here:
            raise Failure(" ".join(refused_here.problems.values())) from refused_here
        stopped = bool(compared.errors) and not valid_rows_only
        written = not dry_run and not stopped and not compared.merged.empty
        if written:
            take(compared, by=None, valid_rows_only=valid_rows_only)
        report = {**compared.report(gettext), "part": part.slug, "written": written}
        answer(report, _lines(compared, report, gettext), as_json=as_json)
    if stopped:
        raise Failure(f"{len(compared.errors)} errors in {file.name}: nothing was written (see --valid-rows-only).")


@click.command("export")
@click.argument("plan")
@click.argument("out", type=FILE)
@click.option("--format", "kind", type=click.Choice(FORMATS), required=True)
@click.option("--part", "slug", help="Slug of the part; needed when several have a plan of that slug.")
@click.option("--observations", is_flag=True, help="PLAN is the slug of a part: write the observations of its series.")
@ANSWERS_AS_JSON
def export(plan: str, out: Path, kind: str, slug: str | None, observations: bool, as_json: bool) -> None:
    """Write the working state of PLAN (its slug) to OUT; as package, the signed part that holds it."""
    from jalon.config.django_start import django_started

    if out.exists():
        raise Failure(f"{out} exists already: choose another name, or move it away.")
    with django_started():
        from django.utils.translation import gettext

        from jalon.exchange.problems import Refused

        part = part_of_plan(plan, slug)
        try:
            data, notes = _exported(part, slug_of_plan(part, plan), kind)
        except Refused as refused:
            raise Failure(refused.problem.words(gettext)) from refused
        words = [note.words(gettext) for note in notes]
    out.write_bytes(data)
    for line in words[:SHOWN]:
        say(line)
    answer({"path": str(out), "part": part.slug, "notes": words}, [f"{out}: {plan}"], as_json=as_json)


def _exported(part: "Part", plan: str, kind: str) -> tuple[bytes, tuple[Any, ...]]:
    from datetime import UTC, datetime

    from jalon.exchange.exporting import export_plan
    from jalon.plans.imports import plan_facts

    if kind == "package":
        return _package(part), ()
    return export_plan(plan_facts(part, plan), kind, datetime.now(UTC), part.owner.kind)


def _observed(part: "Part", kind: str) -> tuple[bytes, tuple[Any, ...]]:
    from datetime import UTC, datetime

    from jalon.plans.observation_exports import observations_of

    return observations_of(part, kind, datetime.now(UTC)), ()


def _package(part: "Part") -> bytes:
    from jalon.publication import packages, parts
    from jalon.publication.reader import default_store

    store = default_store()
    version = parts.current_version(store, str(part.uid))
    if version is None:
        raise Failure(f"{part.slug} was never signed: a package holds what is signed. Sign it, or export it as xlsx.")
    return packages.export(store, [version])


def _part(slug: str | None, kind: str | None) -> "Part":
    """The part of that slug, or the only one of that kind."""
    from jalon.core.models import Part

    found = list(Part.objects.select_related("owner").filter(**({"slug": slug} if slug else {"kind": kind})))
    if len(found) != 1:
        kinds = [kind] if kind else ["plan", "indicators"]
        names = ", ".join(Part.objects.filter(kind__in=kinds).values_list("slug", flat=True)) or "none"
        raise Failure(f"name one part with --part; parts of kind {' or '.join(kinds)} here: {names}.")
    return found[0]


def _kind(file: Path, profile: str | None) -> str:
    """The kind of part that takes the file. A saved profile is one of a part: it needs --part."""
    from jalon.exchange.headers import Profile
    from jalon.exchange.sheets import read_workbook
    from jalon.exchange.tables import Table, table_of

    given = Profile.from_json(Path(profile).read_text("utf-8")) if profile and Path(profile).is_file() else None
    table = table_of(read_workbook(file.read_bytes(), file.name), given)
    return "indicators" if table in (Table.INDICATORS, Table.OBSERVATIONS) else "plan"


def part_of_plan(plan: str, slug: str | None) -> "Part":
    """The part whose working state holds the plan of this slug or code."""
    from django.db.models import Q

    from jalon.core.models import Part
    from jalon.plans.models import Plan

    rows = Plan.objects.filter(
        Q(slug=plan) | Q(code=plan), withdrawn_at__isnull=True, **({"part__slug": slug} if slug else {})
    )
    parts = list(Part.objects.select_related("owner").filter(pk__in=rows.values("part")))
    if len(parts) != 1:
        known = ", ".join(Plan.objects.filter(withdrawn_at__isnull=True).values_list("slug", flat=True)) or "none"
        raise Failure(f"no single plan is called {plan}; plans here: {known}.")
    return parts[0]


def slug_of_plan(part: "Part", plan: str) -> str:
    """The slug of a part's plan that is named by its slug or its code."""
    from django.db.models import Q

    from jalon.plans.models import Plan

    return Plan.objects.values_list("slug", flat=True).get(Q(slug=plan) | Q(code=plan), part=part, withdrawn_at=None)


def _profile(given: str | None, part: "Part") -> Any:
    from jalon.exchange.headers import Profile
    from jalon.plans.import_runs import profiles_of

    if given is None:
        return None
    path = Path(given)
    if path.is_file():
        return Profile.from_json(path.read_text(encoding="utf-8"))
    found = profiles_of(part).get(given)
    if found is None:
        raise Failure(f"{given} is neither a file nor a profile saved for {part.slug}.")
    return found


def _lines(compared: "Compared", report: dict[str, Any], translate: Any) -> list[str]:
    """For people: the mapping, the problems, what was or would be written."""
    mapping = [
        f"{one['sheet']}!{one['column']}{one['row']}  {one['title']} -> {one['field'] or '(not read)'}"
        for one in report["mapping"]
    ]
    problems = [f"{one.severity}: {one.words(translate)}" for one in compared.problems[:SHOWN]]
    if more := len(compared.problems) - SHOWN:
        problems += [f"… and {more} more"] if more > 0 else []
    done = "written" if report["written"] else "not written"
    counts = f"{report['rows']} rows ({report['table']}), {report['refused']} refused, {report['same']} values known; added {json.dumps(report['added'])}, changed {json.dumps(report['changed'])}: {done}"
    return [*mapping, *problems, counts]
