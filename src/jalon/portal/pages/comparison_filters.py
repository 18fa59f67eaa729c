"""The filter sentence of a comparison: grouping, which measures, which evaluations, since when; all by GET."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from jalon.facts.comparing import Comparison
from jalon.facts.evaluation import Assessment, Evaluation
from jalon.facts.plan import Measure
from jalon.methods.dates import Answer
from jalon.portal.asof import FIRST, LAST, was_so
from jalon.portal.errors import BadQuery
from jalon.ui.pieces import Blank, Option

GROUP, SHOW, COLUMNS, SINCE, LOOK = "grouper", "montrer", "evaluations", "depuis", "vue"
SECTION, BODY, FORM = "section", "organisme", "forme"
APART, BARE, JUDGED = "desaccord", "sans-preuve", "jugees"
LATEST, SPEAKING = "dernieres", "non-vides"
COMPACT = "compacte"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The values of the filters, as given; empty: the first choice."""

    group: str = ""
    show: str = ""
    columns: str = ""
    look: str = ""
    since: date | None = None

    @property
    def narrows(self) -> bool:
        """Whether some measures or evaluations are left out."""
        return bool(self.show or self.columns or self.since)


def blanks(wanted: Wanted) -> tuple[Blank, ...]:
    """The sentence."""
    return (
        _blank(_("Grouper par"), GROUP, _("Grouper par"), wanted.group, (
            ("", _("section")), (BODY, _("organisme pilote")), (FORM, _("forme d’exploitation")))),
        _blank(_("et montrer"), SHOW, _("Montrer"), wanted.show, (
            ("", _("toutes les mesures")), (JUDGED, _("celles qui ont un verdict")),
            (APART, _("celles où les évaluateurs sont en désaccord")), (BARE, _("celles qui ont un verdict sans preuve")))),
        _blank(_(", selon"), COLUMNS, _("Évaluations"), wanted.columns, (
            ("", _("toutes les évaluations")), (SPEAKING, _("celles qui parlent d’une mesure au moins")),
            (LATEST, _("la dernière de chaque évaluateur")))),
        _blank(_(", en vue"), LOOK, _("Vue"), wanted.look, (("", _("complète")), (COMPACT, _("compacte, signes seuls")))),
    )  # fmt: skip


def _blank(before: str, name: str, label: str, chosen: str, options: Iterable[tuple[str, str]]) -> Blank:
    return Blank(before, name, label, tuple(Option(value, said, value == chosen) for value, said in options))


def read(params: Mapping[str, str]) -> Wanted:
    """The filters of an address. Raises BadQuery for a value that is none of the choices."""
    given = [params.get(name, "").strip()[:40] for name in (GROUP, SHOW, COLUMNS, LOOK)]
    given[0] = "" if given[0] == SECTION else given[0]
    group, show, columns_, look = given
    wanted = Wanted(group, show, columns_, look, _since(params))
    for blank in blanks(wanted):
        if not any(option.selected for option in blank.options):
            message = _("Le filtre « %(name)s » ne connaît pas la valeur « %(read)s ». Choisissez dans la liste.")
            raise BadQuery(blank.name, message % {"name": blank.label, "read": params.get(blank.name, "")[:40]})
    return wanted


def _since(params: Mapping[str, str]) -> date | None:
    text = params.get(SINCE, "").strip()
    if not text:
        return None
    try:
        found = date.fromisoformat(text) if len(text) == len("2023-01-12") else None
    except ValueError:
        found = None
    if found is None or not FIRST < found <= LAST:
        message = _("La date « %(read)s » n’est pas un jour du calendrier. Écrivez année, mois et jour : 2023-01-12.")
        raise BadQuery(SINCE, message % {"read": text[:40]})
    return found


def chosen(wanted: Wanted, found: Comparison, measures: Iterable[Measure]) -> tuple[Measure, ...]:
    """The measures that meet the filters."""
    said = {column.evaluation.uid: column.evaluation for column in found.columns}
    kept = []
    for measure in measures:
        cells = [(said[uid], item) for uid in said for item in found.cell(measure.uid, uid)]
        if wanted.show == APART and measure.uid not in found.disagreements:
            continue
        if wanted.show == BARE and not any(item.without_evidence for _of, item in cells):
            continue
        if wanted.show == JUDGED and not any(item.has_verdict for _of, item in cells):
            continue
        if wanted.since and not any(changed(item, of, wanted.since) for of, item in cells):
            continue
        kept.append(measure)
    return tuple(kept)


def changed(item: Assessment, of: Evaluation, since: date) -> bool:
    """Whether it was said on that day or later, or may have been: what is not known for sure to be older is shown."""
    return was_so(item.said or of.said, None, since - timedelta(days=1)) is not Answer.YES


def columns(wanted: Wanted, found: Comparison) -> tuple[Evaluation, ...]:
    """The evaluations that are shown, by date."""
    every = tuple(column.evaluation for column in found.columns)
    if wanted.columns == LATEST:
        return tuple(item for item in every if item.uid in found.latest)
    if wanted.columns == SPEAKING:
        speaking = {uid for _subject, uid in found.cells}
        return tuple(item for item in every if item.uid in speaking)
    return every
