"""What a person chose of a table of an evaluation, as its run keeps it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import QuerySet

from jalon.core.models import User
from jalon.evaluation.permissions import signed_by, visible_to
from jalon.exchange.assessments_in import Decisions
from jalon.plans.models.importing import ImportRun

KIND = "assessments"


@dataclass(frozen=True)
class NewEvaluation:
    """An evaluation that is made when its table is written. `said` is as typed; `scale` and `plan` are uids."""

    plan: str = ""
    evaluator: str = ""
    evaluator_uid: str = ""
    title: str = ""
    scale: str = ""
    said: str = ""
    own: bool = False


@dataclass(frozen=True)
class TableChoices:
    """`columns`: place → field; `levels`: key of words → meaning; `rows`, `row_levels`, `kept`: number of a row → choice.

    `evaluation` is the uid of one that exists; otherwise `new` describes it. `source` is a uid of the part's, or empty:
    to be found. Numbers are text, as JSON keeps them.
    """

    table: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, str] = field(default_factory=dict)
    row_levels: Mapping[str, str] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    evaluation: str = ""
    new: NewEvaluation = field(default_factory=NewEvaluation)
    source: str = ""

    def as_json(self) -> dict[str, Any]:
        """As the run keeps it."""
        return asdict(self) | {"kind": KIND}

    @property
    def decisions(self) -> Decisions:
        """What the reader is told."""
        return Decisions(
            rows={int(number): value for number, value in self.rows.items()},
            levels=dict(self.levels),
            row_levels={int(number): value for number, value in self.row_levels.items()},
        )


def choices_of(run: ImportRun) -> TableChoices:
    """What was chosen for a run."""
    held = {name: value for name, value in run.choices.items() if name in TableChoices.__dataclass_fields__}
    return TableChoices(**held | {"new": NewEvaluation(**held.get("new", {}))})


def to_make_again(choices: TableChoices, by: User | None) -> bool:
    """The evaluation that the table had made is withdrawn, as when the table was undone: it makes another."""
    rows = visible_to(by).filter(withdrawn_at__isnull=False)
    return bool(choices.new.plan and choices.evaluation) and rows.filter(uid=choices.evaluation).exists()


def is_assessments(run: ImportRun) -> bool:
    """The run is of a table of an evaluation."""
    return bool(run.choices.get("kind") == KIND)


def hidden_tables(user: User) -> QuerySet[ImportRun]:
    """Tables of evaluations that are not made yet, and not this person's to read: there is no team, so whoever gave the
    table reads it, and who signs the part, as of every draft."""
    waiting: QuerySet[ImportRun] = ImportRun.objects.filter(choices__kind=KIND, choices__evaluation="")
    return waiting.exclude(by=user).exclude(part__in=signed_by(user))
