"""jalon report, changes: what a Release, or a working state, says of a plan, as a document; what changed between two."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jalon.config.console import ANSWERS_AS_JSON, Failure, answer, progress

if TYPE_CHECKING:
    from jalon.core.models import Part

KINDS = ("state", "midterm", "final", "measure", "comparison", "changes")
FORMATS = ("pdf", "docx", "xlsx")
LANGUAGES = click.Choice(("fr", "en"))


LOOK = click.option(
    "--template", type=click.Path(path_type=Path), help="A DOCX whose styles, header and footer the DOCX takes."
)


def look_of(template: Path | None, form: str) -> bytes:
    """The bytes of the template, which a DOCX alone can take."""
    if template is None:
        return b""
    if form != "docx":
        raise Failure("--template gives its look to a DOCX: leave it out, or name OUT.docx.")
    try:
        return template.read_bytes()
    except OSError as error:
        raise Failure(f"{template} cannot be read: {error.strerror}.") from error


@click.command()
@click.argument("plan")
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--kind", type=click.Choice(KINDS), default="state", show_default=True, help="What the report tells.")
@click.option("--lang", type=LANGUAGES, default="fr", show_default=True)
@click.option("--format", "form", type=click.Choice(FORMATS), help="By default that of OUT's suffix.")
@click.option("--measure", default="", help="Number of the measure, or uid of an attested item, for --kind measure.")
@click.option("--release", "release_id", default=None, help="Id of the Release to tell of; the current one by default.")
@click.option("--draft", is_flag=True, help="Tell the working state of the part that holds PLAN, with a watermark.")
@click.option("--part", "slug", default=None, help="Slug of that part, when several hold a plan of this slug.")
@click.option("--since", default="", help="Also tell what changed since a Release, a day (2026-01-31) or a session.")
@click.option("--as-of", "at", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Tell what was so on this day.")
@LOOK
@click.option("--force", is_flag=True, help="Replace OUT if it is there.")
@ANSWERS_AS_JSON
def report(
    plan: str, out: Path, kind: str, lang: str, form: str | None, measure: str, release_id: str | None, draft: bool,
    slug: str | None, since: str, at: datetime | None, template: Path | None, force: bool, as_json: bool,
) -> None:  # fmt: skip
    """Write a report on PLAN (its slug or code) to OUT, as PDF, DOCX or XLSX."""
    from jalon.config.django_start import django_started

    form = form or out.suffix.lower().lstrip(".")
    if form not in FORMATS:
        raise Failure(f"{out} does not say the format: name it OUT.pdf, OUT.docx or OUT.xlsx, or give --format.")
    if out.exists() and not force:
        raise Failure(f"{out} exists already: choose another name, or give --force.")
    if draft and release_id:
        raise Failure("--draft tells the working state: leave --release out, or --draft.")
    if not out.absolute().parent.is_dir():
        raise Failure(f"{out.absolute().parent} is not there: make the folder first.")
    look = look_of(template, form)
    with django_started(), progress("report") as tell:
        from jalon.publication.preview import preview_reader
        from jalon.publication.reader import open_reader
        from jalon.reports.kinds import Format, Kind, Request
        from jalon.reports.making import made

        part, now = _part_of(plan, slug) if draft else None, datetime.now(UTC)
        reader = preview_reader(part, now=now) if part else open_reader(release_id)
        named = reader.plan_named(plan)
        asked = Request(
            plan=named.slug if named else plan, kind=Kind(kind), lang=lang, format=Format(form), measure=measure, since=since,
            at=at.date() if at else None,
        )  # fmt: skip
        if part:
            data = made(asked, reader, draft=part.title, now=now, progress=tell, template=look)
        else:
            data = made(asked, reader, progress=tell, template=look)
        said = {"path": str(out), "bytes": len(data), "plan": plan, "kind": kind, "lang": lang, "format": form}
        said |= {"release": None if draft else reader.release.id, "draft": draft}
    _write(out, data)
    answer(said, [f"{out}: {kind}, {lang}, {len(data)} bytes"], as_json=as_json)


@click.command()
@click.argument("since")
@click.argument("until", required=False, default="")
@click.option("--plan", default="", help="Slug of a plan: only what concerns it.")
@click.option("--measure", default="", help="Number of one of its measures, or uid of an attested item.")
@click.option("--lang", type=LANGUAGES, default="fr", show_default=True)
@ANSWERS_AS_JSON
def changes(since: str, until: str, plan: str, measure: str, lang: str, as_json: bool) -> None:
    """What changed, in words, between SINCE and UNTIL (now by default).

    Each is a Release's id, a day such as 2026-01-31 (the Release in force that day), the uid of a session, or the slug of a
    state frozen for one. The earlier of the two comes first.
    """
    from jalon.config.django_start import django_started

    with django_started():
        from django.utils import translation

        from jalon.publication.reader import default_store
        from jalon.reports.changes import between

        with translation.override(lang):
            found = between(default_store(), since, until, plan, measure)
            data: dict[str, Any] = found.as_json()
    lines = [f"{change['how']:<10} {said}" for change in data["changes"] for said in change["sentences"]]
    counts = ", ".join(f"{count} {how}" for how, count in data["counts"].items())
    answer(data, [*lines, counts], as_json=as_json)


def _write(out: Path, data: bytes) -> None:
    try:
        out.write_bytes(data)
    except OSError as error:
        raise Failure(f"{out} cannot be written ({error.strerror}): choose another folder, or its rights.") from error


def _part_of(plan: str, slug: str | None) -> "Part":
    """The part whose working state holds the plan."""
    from jalon.config.commands.exchange import part_of_plan

    return part_of_plan(plan, slug)
