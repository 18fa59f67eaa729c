"""jalon import-recommendations, import-questions, export-recommendations, coverage, match: what was asked, what answers."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jalon.config.console import ANSWERS_AS_JSON, Failure, answer, progress

if TYPE_CHECKING:
    from jalon.commitments.imports import Compared
    from jalon.core.models import Part
    from jalon.publication.reader import Reader

FILE = click.Path(path_type=Path)
SHOWN = 40
PART = click.option("--part", "slug", help="Slug of the part of commitments; needed when there are several.")
DRY = click.option("--dry-run", is_flag=True, help="Compare and report; write nothing.")


@click.command("import-recommendations")
@click.argument("file", type=FILE)
@PART
@click.option("--body", default="", help="Who recommends, when the file does not say it.")
@click.option("--instrument", default="", help="The convention or procedure.")
@click.option("--report", default="", help="Title of the report.")
@click.option("--cycle", default="", help="Cycle of the review.")
@click.option("--session", default="", help="Session of the review.")
@click.option("--symbol", default="", help="Symbol of the document, such as A/HRC/43/15.")
@click.option("--date", "said", default="", help="Date of the document: 2020-03-12, or 2020.")
@click.option("--country", default="", help="Of a workbook about several countries, keep the rows of this one.")
@DRY
@ANSWERS_AS_JSON
def import_recommendations(
    file: Path, slug: str | None, body: str, instrument: str, report: str, cycle: str, session: str, symbol: str,
    said: str, country: str, dry_run: bool, as_json: bool,
) -> None:  # fmt: skip
    """Take the recommendations of FILE into a part of commitments: all or nothing.

    FILE is a thematic matrix (DOCX; numbered paragraphs where it has no table), a workbook of the Universal Human Rights Index, or what export-recommendations
    wrote (XLSX, CSV). Without a part of commitments, or with errors, the file is read and reported, and nothing is
    written; with --part, errors fail the command.
    """
    from jalon.config.django_start import django_started

    data = _content(file)
    with django_started():
        from jalon.commitments.imports import compare_recommendations
        from jalon.exchange.recommendations_in import Given

        given = Given(body, instrument, report, cycle, session, symbol, _when(said), country)
        part = _part(slug)
        compared = _read(lambda: compare_recommendations(part, data, file.name, given))
        _finish(compared, named=bool(slug), dry_run=dry_run, as_json=as_json, more=_asked(compared))


@click.command("import-questions")
@click.argument("files", type=FILE, nargs=-1, required=True)
@PART
@click.option(
    "--about", multiple=True, help="Keep the questions that hold this word or phrase; may be given several times."
)
@DRY
@ANSWERS_AS_JSON
def import_questions(
    files: tuple[Path, ...], slug: str | None, about: tuple[str, ...], dry_run: bool, as_json: bool
) -> None:
    """Take the questions of FILES into a part of commitments: all or nothing.

    FILES are open data of the Assemblée nationale (JSON, XML, or archives of them) or of the Sénat (CSV, which
    holds no words of questions). A question known by its identifier is brought up to date; what was added to it here
    stays. Accents count in --about: « traite » is not « traité ».
    """
    from jalon.config.django_start import django_started

    given = [(file.name, _content(file)) for file in files]
    with django_started():
        from jalon.commitments.imports import compare_questions

        part = _part(slug, "acts")
        compared, _kept = _read(lambda: compare_questions(part, given, about))
        _finish(compared, named=bool(slug), dry_run=dry_run, as_json=as_json, more={})


@click.command("export-recommendations")
@click.argument("out", type=FILE)
@PART
@click.option(
    "--release", "release", help="Those that a Release publishes (its id, or « current ») instead of a part's."
)
@click.option("--format", "kind", type=click.Choice(("xlsx", "csv")), required=True)
@ANSWERS_AS_JSON
def export_recommendations(out: Path, slug: str | None, release: str | None, kind: str, as_json: bool) -> None:
    """Write the recommendations of a part, or of a Release, to OUT: what leaves comes back without a difference."""
    from datetime import UTC, datetime

    from jalon.config.django_start import django_started

    if out.exists():
        raise Failure(f"{out} exists already: choose another name, or move it away.")
    with django_started():
        from jalon.exchange.recommendations_out import export_recommendations as written

        facts = _published(release) if release else _said(slug)
        data = _read(lambda: written(facts, kind, datetime.now(UTC)))
    out.write_bytes(data)
    count = len(facts.recommendations)
    answer({"path": str(out), "recommendations": count}, [f"{out}: {count} recommendations"], as_json=as_json)


@click.command()
@click.argument("plan")
@click.option("--release", "release", help="Id of a Release, or its beginning; the current one by default.")
@ANSWERS_AS_JSON
def coverage(plan: str, release: str | None, as_json: bool) -> None:
    """Which recommendations PLAN (its address or code) answers, as published: by body and theme, with their age and repetitions.

    « No link recorded » is not « no measure answers »: only somebody's review says the second. Rates need `of`.
    """
    from datetime import UTC, datetime

    from jalon.config.django_start import django_started

    with django_started():
        from jalon.publication.covered import as_json as data_of
        from jalon.publication.covered import coverage_of

        reader, found = _plan(plan, release)
        at = datetime.now(UTC).date()
        data = data_of(coverage_of(reader, found, at), found, reader, at)
    total = {name: count for name, count in data["total"].items() if name != "apart"}
    apart = data["total"]["apart"]
    lines = [f"{name:<14} {count:>5}" for name, count in {**total, **apart}.items()]
    answer(data, [f"{plan}, {data['recommendations']} recommendations on {data['at']}:", *lines], as_json=as_json)


@click.command()
@click.argument("text")
@click.option("--in", "plan", required=True, help="Address or code of the plan whose measures are compared.")
@click.option("--count", default=5, type=click.IntRange(5, 10), help="How many are proposed.")
@click.option("--meaning", is_flag=True, help='Compare by meaning: needs pip install "jalon[matching]".')
@click.option("--release", "release", help="Id of a Release, or its beginning; the current one by default.")
@ANSWERS_AS_JSON
def match(text: str, plan: str, count: int, meaning: bool, release: str | None, as_json: bool) -> None:
    """The measures of a plan whose titles are nearest to TEXT, nearest first: to be read, never a decision.

    That some measure is the nearest does not say that it answers, nor that it comes from that text.
    """
    from jalon.config.django_start import django_started

    if not text.strip():
        raise Failure("give the text to compare.")
    with django_started():
        from jalon.methods.matching import Matcher, Text

        reader, found = _plan(plan, release)
        measures = {one.uid: one for one in reader.measures(found.uid) if one.titles}
        texts = [Text(uid, one.titles[0].text.value) for uid, one in measures.items()]
        nearest = Matcher(texts, *_encoders(meaning)).nearest(text, count)
    rows = [
        {"rank": one.rank, "measure": one.key, "number": measures[one.key].number, "text": one.text, "same": one.same}
        for one in nearest.candidates
    ]
    data = {"text": text, "plan": plan, "method": nearest.method.value, "of": nearest.of, "proposed": rows}
    lines = [f"{one['rank']:>2}. {one['number'] or '–'}: {one['text']}" for one in rows]
    answer(
        data, [*lines, f"Nearest of {nearest.of} by {nearest.method.value}; proposals, not findings."], as_json=as_json
    )


# --- shared ----------------------------------------------------------------------------------------------------------


def _content(file: Path) -> bytes:
    if not file.is_file():
        raise Failure(f"{file} is not there.")
    return file.read_bytes()


def _when(words: str) -> Any:
    from jalon.exchange.when import read_when

    if not words:
        return None
    found = read_when(words)
    if found.value is None:
        raise Failure(f"{words} is no date that can be read: write 2020-03-12, 2020-03 or 2020.")
    return found.value


def _part(slug: str | None, attribute: str = "recommendations") -> "Part | None":
    """The part of that slug, or the only one that takes such facts; None when there is no such one, no database included."""
    from django.db import DatabaseError

    from jalon.commitments.imports import TAKERS
    from jalon.core.models import Part

    try:
        wanted = {"slug": slug} if slug else {"kind__in": [kind.value for kind in TAKERS[attribute]]}
        found = list(Part.objects.select_related("owner").filter(**wanted)[:2])
    except DatabaseError as error:
        if slug:
            raise Failure(f"there is no database here to look {slug} up in: run jalon setup.") from error
        return None
    if slug and not found:
        raise Failure(f"no part is called {slug}.")
    return found[0] if len(found) == 1 else None


def _read(work: Any) -> Any:
    """What reads files refuses them in its own words."""
    from django.utils.translation import gettext

    from jalon.core.errors import Invalid
    from jalon.exchange.problems import Refused

    try:
        return work()
    except Refused as refused:
        raise Failure(refused.problem.words(gettext)) from refused
    except Invalid as refused_here:
        raise Failure(" ".join(refused_here.problems.values())) from refused_here


def _finish(compared: "Compared", *, named: bool, dry_run: bool, as_json: bool, more: dict[str, Any]) -> None:
    """Write what can be written and report. A file with errors fails the command when its part was named."""
    from django.utils.translation import gettext

    from jalon.commitments.imports import take

    wanted = compared.part is not None and not dry_run
    written = wanted and not compared.errors and bool(compared.renewed.written)
    if written:
        _read(lambda: take(compared, by=None))
    report = {**compared.report(gettext), **more, "written": written}
    lines = [f"{one.severity}: {one.words(gettext)}" for one in compared.problems[:SHOWN]]
    rest = len(compared.problems) - SHOWN
    lines += [f"… and {rest} more"] if rest > 0 else []
    counts = ", ".join(f"{name} {value}" for name, value in {**compared.read, **compared.counts()}.items() if value)
    where = compared.part.slug if compared.part else "no part of commitments named"
    lines.append(f"{compared.file}: {counts}; {where}: {'written' if written else 'not written'}.")
    answer(report, lines, as_json=as_json)
    if wanted and named and compared.errors:
        raise Failure(f"{len(compared.errors)} errors in {compared.file}: nothing was written.")


def _asked(compared: "Compared") -> dict[str, Any]:
    """The recommendations that would be written, for programs that check what was read."""
    return {"read": [_recommendation(one) for one in compared.renewed.written]}


def _recommendation(one: Any) -> dict[str, Any]:
    return {
        "uid": one.uid, "body": one.body.name, "paragraph": one.paragraph, "reference": one.reference,
        "texts": {text.lang: text.value for text in one.texts}, "themes": list(one.themes), "affected": list(one.affected),
        "sdgs": list(one.sdgs), "states": list(one.states), "repeats": one.repeats,
        "positions": [
            {"position": held.position.value, "source": held.citations[0].locator if held.citations else None}
            for held in one.positions
        ],
    }  # fmt: skip


def _said(slug: str | None) -> Any:
    from jalon.commitments.imports import recommendations_of

    part = _part(slug)
    if part is None:
        raise Failure("name one part of commitments with --part.")
    return recommendations_of(part)


def _published(release: str) -> Any:
    from jalon.facts.part import PartFacts

    reader = _reader(None if release == "current" else release)
    parts = reader.parts()
    if not parts:
        raise Failure("nothing is published.")
    return PartFacts(header=parts[0].header, recommendations=reader.recommendations(), sources=reader.all_sources())


def _reader(release: str | None) -> "Reader":
    from jalon.publication import releases
    from jalon.publication.reader import default_store, open_reader

    store = default_store()
    return open_reader(releases.resolved(store, release), store)


def _plan(name: str, release: str | None) -> tuple["Reader", Any]:
    reader = _reader(release)
    found = reader.plan_named(name)
    if found is None:
        names = ", ".join(f"{item.slug} ({item.code})" if item.code else item.slug for item in reader.plans())
        raise Failure(f"no plan {name} is published; there are: {names}.")
    return reader, found


def _encoders(meaning: bool) -> tuple[Any, ...]:
    """Nothing, or the models with the file that keeps their vectors."""
    if not meaning:
        return ()
    from django.conf import settings

    from jalon.methods.matching import FileStore, MatchingError, packaged_encoders

    try:
        encoders = packaged_encoders()
    except MatchingError as problem:
        raise Failure(str(problem)) from problem
    with progress("vectors") as tell:
        return encoders, FileStore(settings.JALON.var_dir / "vectors.sqlite"), tell
