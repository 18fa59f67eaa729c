"""jalon estimate: how many people nobody saw, from a file of capture histories. Starts neither Django nor a database."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jalon.config.console import ANSWERS_AS_JSON, Failure, answer, progress, say

if TYPE_CHECKING:
    from jalon.config.commands.estimating import Asked

METHODS = ("main", "full", "stepwise", "bic", "downhill", "dga", "lcmcr", "bayesthresh", "assess")
RESAMPLED = ("main", "full", "stepwise", "bic", "downhill")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--method", type=click.Choice(METHODS), default="assess", show_default=True, help="How the total is made."
)
@click.option("--max-order", type=click.IntRange(min=1), help="Lists of the largest interaction: 2 unless told.")
@click.option(
    "--nboot", type=click.IntRange(min=0), default=1000, show_default=True, help="Replicates; 0 for Wald limits."
)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Same seed, same result.")
@click.option("--level", type=float, default=0.95, show_default=True, help="Of the interval, between 0 and 1.")
@click.option("--threshold", type=float, default=0.02, show_default=True, help="P-value of the stepwise choice.")
@click.option("--people", is_flag=True, help="Each row is one person: the file has no column « count ».")
@click.option("--by", help="Column of strata (year, sex, age…): one estimate each, and their total.")
@click.option(
    "--draw",
    "draws",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Another linked version of the same lists, for assess; may be given several times.",
)
@click.option(
    "--resume",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Keeps the replicates here, and goes on from those that are already here.",
)
@click.option("--html", "page", type=click.Path(dir_okay=False, path_type=Path), help="Also writes a report here.")
@click.option("--lang", type=click.Choice(("fr", "en")), default="fr", show_default=True, help="Of the report.")
@ANSWERS_AS_JSON
def estimate(page: Path | None, lang: str, as_json: bool, **options: Any) -> None:
    """Estimate from FILE (CSV or Parquet) how many people exist, those on no list included.

    One column a list (0 or 1) and a column « count ». The answer always has an interval or says why it has none, and
    what a reader must be told: see docs/estimation.md.
    """
    from jalon.config.commands.estimating import Asked, carried_out, lines, report

    asked = Asked(**options)
    _refuse_together(asked)
    with estimation_problems(asked.file), progress("Estimating") as counted:
        found = carried_out(asked, counted)
    if page is not None:
        _write(page, report(found, asked.file.name, "en" if lang == "en" else "fr"))
        say(f"Report written to {page}")
    answer(found.as_dict(), lines(found), as_json=as_json)


def _refuse_together(asked: "Asked") -> None:
    """Options that say nothing to each other: better refused than ignored."""
    if asked.draws and (asked.method != "assess" or asked.by):
        raise click.UsageError("--draw is for --method assess, without --by")
    if asked.by and asked.method not in RESAMPLED:
        raise click.UsageError(f"--by is for --method {', '.join(RESAMPLED)}")
    if asked.resume and (asked.method not in RESAMPLED or not asked.nboot or asked.by):
        raise click.UsageError(f"--resume keeps replicates: --method {', '.join(RESAMPLED)}, --nboot above 0, no --by")


def _write(page: Path, text: str) -> None:
    try:
        page.write_text(text, encoding="utf-8")
    except OSError as problem:
        raise Failure(f"the report cannot be written to {page}: {problem.strerror}") from problem


@contextmanager
def estimation_problems(file: Path) -> Iterator[None]:
    """Turns what the methods refuse into a Failure with the file and the line."""
    from jalon.config.commands.estimating import with_line
    from jalon.methods.estimation.errors import EstimationError

    try:
        yield
    except EstimationError as problem:
        raise Failure(f"{file}: {with_line(str(problem), file)}") from problem
    except OSError as problem:
        raise Failure(f"{problem.filename or file}: {problem.strerror}") from problem
