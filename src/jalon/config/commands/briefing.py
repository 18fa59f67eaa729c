"""jalon briefing: the book for a session of a follow-up committee, as a document."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jalon.config.commands.reporting import LOOK, look_of
from jalon.config.console import ANSWERS_AS_JSON, Failure, answer, progress

if TYPE_CHECKING:
    from jalon.publication.reader import Reader

FORMATS = ("docx", "pdf")


@click.command()
@click.argument("session")
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice(("fr", "en")), default="fr", show_default=True)
@click.option("--release", "release_id", default=None, help="Id of the Release to tell of; the current one by default.")
@click.option(
    "--draft", is_flag=True, help="Tell the working state of the part that holds the session, with a watermark."
)
@LOOK
@click.option("--force", is_flag=True, help="Replace OUT if it is there.")
@ANSWERS_AS_JSON
def briefing(
    session: str,
    out: Path,
    lang: str,
    release_id: str | None,
    draft: bool,
    template: Path | None,
    force: bool,
    as_json: bool,
) -> None:
    """Write the briefing book for SESSION to OUT, as DOCX or PDF.

    SESSION is a session's uid, or its committee's address and its date: comite-de-suivi/2026-02-15. What a committee keeps to
    itself is never in it: its members have such a book made when they are signed in.
    """
    from jalon.config.django_start import django_started

    form = out.suffix.lower().lstrip(".")
    if form not in FORMATS:
        raise Failure(f"{out} does not say the format: name it OUT.docx or OUT.pdf.")
    if out.exists() and not force:
        raise Failure(f"{out} exists already: choose another name, or give --force.")
    if draft and release_id:
        raise Failure("--draft tells the working state: leave --release out, or --draft.")
    if not out.absolute().parent.is_dir():
        raise Failure(f"{out.absolute().parent} is not there: make the folder first.")
    look = look_of(template, form)
    with django_started(), progress("briefing") as tell:
        from django.utils import translation

        from jalon.publication.reader import open_reader
        from jalon.reports.briefing.making import as_json as told
        from jalon.reports.briefing.making import briefed
        from jalon.reports.kinds import Format

        tell(0, 2)
        with translation.override(lang):
            if draft:
                reader, title, now = _working_state(session)
                made = briefed(session, reader, lang, draft=title, now=now)
            else:
                made = briefed(session, open_reader(release_id), lang)
        tell(1, 2)
        data = made.file(Format(form), look)
        said = {"path": str(out), "bytes": len(data), "lang": lang, "format": form, "draft": draft, **told(made)}
        tell(2, 2)
    out.write_bytes(data)
    answer(said, [f"{out}: {said['name']}, {lang}, {len(data)} bytes"], as_json=as_json)


def _working_state(session: str) -> tuple["Reader", str, datetime]:
    """What signing the part that holds the session would publish; its title; now. ReportError names the sessions there are."""
    from jalon.commitments.collecting import collect
    from jalon.core.citing import cited
    from jalon.core.models import Part
    from jalon.publication.preview import preview_reader
    from jalon.reports.briefing.sessions import chosen

    parts = list(
        Part.objects.select_related("owner")
        .filter(committees__withdrawn_at__isnull=True, committees__isnull=False)
        .distinct()
    )
    held = {part.pk: collect(part, cited(part)) for part in parts}
    committees = [one for facts in held.values() for one in facts["committees"]]
    found = chosen(committees, [one for facts in held.values() for one in facts["sessions"]], session)
    part = next(part for part in parts if found.committee in held[part.pk]["committees"])
    now = datetime.now(UTC)
    return preview_reader(part, now=now), part.title, now
