"""jalon import-evaluation: the table of an evaluation, previewed, then written as the office does."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jalon.config.console import ANSWERS_AS_JSON, Failure, answer

if TYPE_CHECKING:
    from jalon.core.models import Part, User
    from jalon.exchange.headers import Profile
    from jalon.office.assessment_compare import Preview

FILE = click.Path(path_type=Path, allow_dash=True)
PAIR = "NAME=VALUE"
ELSEWHERE = click.UsageError(
    "--title, --evaluator, --scale, --said and --own are of a new evaluation, not of --evaluation."
)


@dataclass(frozen=True, kw_only=True)
class Given:
    """What the command was told of the evaluation and of how its table is read."""

    evaluation: str
    plan: str
    title: str
    evaluator: str
    scale: str
    said: str
    own: bool
    source: str
    table: int | None
    profile: str | None
    columns: Mapping[str, str]
    levels: Mapping[str, str]
    rows: Mapping[str, str]
    row_levels: Mapping[str, str]
    keep: Mapping[str, str]


@click.command("import-evaluation")
@click.argument("file", type=FILE)
@click.option("--part", "slug", help="Slug of the part of evaluations; needed when there are several.")
@click.option("--evaluation", default="", help="Slug or uid of the evaluation that the table is of; none: a new one.")
@click.option("--plan", default="", help="Slug, code or uid of the plan that a new evaluation is of.")
@click.option("--title", default="", help="Title of the new evaluation.")
@click.option("--evaluator", default="", help="Who evaluates: a name, or the slug of a body of the directory.")
@click.option("--scale", default="", help="Slug or uid of its scale; none: opinions in words.")
@click.option("--said", default="", help="Date of the new evaluation, such as 2023-01-12.")
@click.option("--own", is_flag=True, help="A team makes it here: it begins in preparation, and stays a draft.")
@click.option("--source", default="", help="Key or uid of the part's source that the table was taken from.")
@click.option(
    "--table", type=click.IntRange(1), help="Which table of the file, from 1; by default the one that says most."
)
@click.option(
    "--profile", help="A mapping: a JSON file, or the name of a kept one. By default the last kept one that fits."
)
@click.option(
    "--column",
    "columns",
    help="Field of a column, « Bilan=level »; nothing after = leaves it out.",
    multiple=True,
    metavar=PAIR,
)
@click.option(
    "--level", "levels", help="What words of the column of levels mean, « P=partial ».", multiple=True, metavar=PAIR
)
@click.option(
    "--row",
    "rows",
    help="What a row is of: « 14=12 », « 15=3,4 », « 16=group:3,4 », aside, theme, gap, plan.",
    multiple=True,
    metavar=PAIR,
)
@click.option("--row-level", "row_levels", help="The level of one row, « 14=done ».", multiple=True, metavar=PAIR)
@click.option(
    "--keep", help="Where the evaluation says otherwise: table, here, or by row, « 14=table ».", multiple=True
)
@click.option("--save-profile", "kept", default="", help="Keep the mapping under this name, with --write.")
@click.option("--preview/--write", "dry_run", default=True, help="Show and write nothing (the default), or write.")
@click.option(
    "--valid-only", is_flag=True, help="Write the rows that are ready; the others are kept, to be placed later."
)
@click.option("--as", "email", default="", help="Account that acts, with its rights; by default the instance itself.")
@ANSWERS_AS_JSON
def import_evaluation(
    file: Path, slug: str | None, columns: tuple[str, ...], levels: tuple[str, ...], rows: tuple[str, ...],
    row_levels: tuple[str, ...], keep: tuple[str, ...], kept: str, dry_run: bool, valid_only: bool, email: str,
    as_json: bool, **named: Any,
) -> None:  # fmt: skip
    """Take the table of an evaluation (DOCX, XLSX, ODS, CSV, TSV; « - »: pasted text) into a part: all or nothing.

    Shows how each column is read, the rows that are ready, those kept aside, those to be asked with what they may be of,
    and where the evaluation says otherwise already. With --write, rows to be asked stop everything, unless --valid-only;
    a row kept aside stays with the file, in the office. Exit code 1 when nothing could be written.
    """
    given = Given(
        **named, columns=_pairs(columns), levels=_pairs(levels), rows=_pairs(rows), row_levels=_pairs(row_levels),
        keep=_pairs([one if "=" in one else f"*={one}" for one in keep]),
    )  # fmt: skip
    if given.evaluation and any((given.title, given.evaluator, given.scale, given.said, given.own)):
        raise ELSEWHERE
    from jalon.config.django_start import django_started

    pasted, name, data = _content(file)
    with django_started():
        from jalon.config.evaluation_table import prepared

        part, user = _part(slug), _user(email)
        ready = _read(lambda: prepared(part, given, user, pasted, name, data))
        report, stopped = _finish(part, user, ready, dry_run=dry_run, valid_only=valid_only, kept=kept)
        from jalon.config.evaluation_table import lines

        answer(report, lines(report), as_json=as_json)
    if stopped and not dry_run:
        raise Failure(f"{stopped} rows or conflicts wait for a decision: nothing was written (see --row, --level, --keep, --valid-only).")  # fmt: skip


def _finish(
    part: "Part", user: "User | None", ready: Any, *, dry_run: bool, valid_only: bool, kept: str
) -> tuple[dict[str, Any], int]:
    """Write what may be; what is told, and how much keeps the file out."""
    from jalon.config.evaluation_table import reported
    from jalon.office import assessment_runs as runs

    shown: Preview = ready.shown
    stopped = 0 if valid_only else shown.waiting
    report = reported(shown, ready.name)
    if not dry_run and not stopped and kept:
        runs.keep_mapping(part=part, table=shown.table, choices=shown.choices, name=kept, by=user)
    run, counts = None, {}
    if not dry_run and not stopped and shown.to_write:
        run, counts = _read(lambda: runs.take_table(
            part=part, by=user, content=ready.content, name=ready.name, choices=shown.choices, state=shown.state,
        ))  # fmt: skip
    told = {"part": part.slug, "written": run is not None, "run": str(run.uid) if run else None, "counts": dict(counts)}
    return {**report, **told}, stopped


def _pairs(given: Any) -> dict[str, str]:
    found = {}
    for one in given:
        name, equals, value = one.rpartition("=")
        if not equals or not name.strip():
            raise click.UsageError(f"{one}: NAME=VALUE is expected.")
        found[name.strip()] = value.strip()
    return found


def _content(file: Path) -> tuple[str, str, bytes]:
    """The pasted text, or the name and the content of a file. A file that is too big is not read at all."""
    from jalon.exchange.assessment_tables import LIMITS, MOST_PASTED

    if str(file) == "-":
        data = sys.stdin.buffer.read(4 * MOST_PASTED + 1)
        try:
            return data.decode("utf-8-sig"), "", b""
        except UnicodeDecodeError as error:
            raise Failure(
                f"what was pasted is not UTF-8 (byte {error.start + 1}): convert it, as with iconv -f WINDOWS-1252 -t UTF-8, "
                "or give it as a .csv file."
            ) from None
    if not file.is_file():
        raise Failure(f"{file} is not there.")
    if file.stat().st_size > LIMITS.bytes:
        size = file.stat().st_size / 1024 / 1024
        raise Failure(
            f"{file} is {size:.0f} MB; the limit is {LIMITS.bytes // 1024 // 1024} MB: take its images out, or paste the table alone."
        )
    return "", file.name, file.read_bytes()


def _part(slug: str | None) -> "Part":
    """The part of evaluations of that slug, or the only one."""
    from jalon.core.models import Part
    from jalon.facts.part import PartKind

    every = Part.objects.select_related("owner").filter(kind=PartKind.EVALUATION.value)
    found = list(every.filter(slug=slug) if slug else every)
    if len(found) != 1:
        names = ", ".join(every.values_list("slug", flat=True)) or "none"
        raise Failure(f"name one part of evaluations with --part; there are: {names}.")
    return found[0]


def _user(email: str) -> "User | None":
    from jalon.core.models import User

    if not email:
        return None
    found: User | None = User.objects.filter(email__iexact=email, is_active=True).first()
    if found is None:
        raise Failure(f"no open account has the address {email}.")
    return found


def _read(work: Any) -> Any:
    """What reads and what writes refuse in their own words."""
    from django.utils.translation import gettext

    from jalon.core.errors import Invalid
    from jalon.exchange.problems import Refused

    try:
        return work()
    except Refused as refused:
        raise Failure(refused.problem.words(gettext)) from refused
    except Invalid as refused_here:
        raise Failure("\n".join(refused_here.problems.values())) from refused_here


def choices_in(given: Given) -> "tuple[Profile | None, str]":
    """A mapping given as a file, or the name of a kept one."""
    from jalon.exchange.headers import Profile

    if given.profile is None:
        return None, ""
    path = Path(given.profile)
    return (Profile.from_json(path.read_text("utf-8")), "") if path.is_file() else (None, given.profile)
