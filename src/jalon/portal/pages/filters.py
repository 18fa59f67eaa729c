"""The filter sentence of a plan: by kind, section, lead, judge and keyword, all by GET."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.translation import gettext as _

from jalon.facts.common import Known, Statement, StatementKind
from jalon.facts.plan import Measure, MeasureKind, Section
from jalon.portal.asof import STATE, VERSION
from jalon.portal.errors import BadQuery
from jalon.ui.pieces import Blank, Option

KIND, SECTION, LEAD, JUDGED, WORD = "genre", "section", "pilote", "juge", "mot"
NONE = "aucune"
KINDS = {"mesure": MeasureKind.MEASURE, "element": MeasureKind.ATTESTED_ITEM}
Said = Mapping[str, tuple[Statement, ...]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The values of the five filters, as given; empty: everything."""

    kind: str = ""
    section: str = ""
    lead: str = ""
    judged: str = ""
    word: str = ""

    def __bool__(self) -> bool:
        return any((self.kind, self.section, self.lead, self.judged, self.word))


def keys(sections: Iterable[Section]) -> dict[str, str]:
    """What names each section in an address: {uid: key}."""
    return {section.uid: slugify(section.label) or str(section.order) for section in sections}


def judges(said: Said) -> dict[str, str]:
    """Who judged a measure: {key: name}."""
    names = {s.said_by.name for group in said.values() for s in group if s.kind in JUDGING and s.said_by}
    return {slugify(name): name for name in sorted(names)}


JUDGING = (StatementKind.JUDGED, StatementKind.PROGRESS)


def has_lead(statements: Iterable[Statement]) -> bool:
    """Whether somebody is named as lead of the whole measure, whoever names it."""
    return any(s.kind is StatementKind.LEAD and s.known is Known.GIVEN and not s.narrowed for s in statements)


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything the filters choose among, for one plan."""

    sections: tuple[Section, ...]
    measures: tuple[Measure, ...]
    said: Said

    def blanks(self, wanted: Wanted) -> tuple[Blank, ...]:
        """The sentence: the words before each select, its options, the chosen one marked."""
        named = keys(self.sections)
        kinds = (
            ("", _("toutes les entrées")),
            ("mesure", _("les mesures numérotées")),
            ("element", _("les éléments attestés")),
        )
        placed = ((named[s.uid], _section_words(s)) for s in self.sections)
        sections = (("", _("toutes les sections")), *placed, (NONE, _("section non lue")))
        leads = (("", _("connu ou non")), ("connu", _("connu")), ("non-lu", _("non lu")))
        judged = (("", _("n’importe qui, ou personne")), *judges(self.said).items(), (NONE, _("personne")))
        keywords = (("", _("n’importe lequel")), *((slugify(word), word) for word in self.words()))
        return (
            _blank(_("Afficher"), KIND, _("Genre"), kinds, wanted.kind),
            _blank(_("de"), SECTION, _("Section"), sections, wanted.section),
            _blank(_(", pilote"), LEAD, _("Pilote"), leads, wanted.lead),
            _blank(_(", jugées par"), JUDGED, _("Jugées par"), judged, wanted.judged),
            _blank(_(", mot-clé"), WORD, _("Mot-clé"), keywords, wanted.word),
        )

    def words(self) -> list[str]:
        """The keywords of the plan's measures."""
        return sorted({word for measure in self.measures for word in measure.keywords})

    def chosen(self, wanted: Wanted) -> tuple[Measure, ...]:
        """The measures that meet every filter."""
        tests = self._tests(wanted)
        return tuple(measure for measure in self.measures if all(test(measure) for test in tests))

    def _tests(self, wanted: Wanted) -> list[Callable[[Measure], bool]]:
        tests: list[Callable[[Measure], bool]] = []
        if wanted.kind:
            tests.append(lambda m: m.kind is KINDS[wanted.kind])
        if wanted.section:
            uids = {uid for uid, key in keys(self.sections).items() if key == wanted.section}
            tests.append(lambda m: m.section in uids if uids else m.section is None)
        if wanted.lead:
            tests.append(lambda m: has_lead(self.said.get(m.uid, ())) == (wanted.lead == "connu"))
        if wanted.judged:
            tests.append(lambda m: wanted.judged in self._judged_by(m))
        if wanted.word:
            tests.append(lambda m: wanted.word in {slugify(word) for word in m.keywords})
        return tests

    def _judged_by(self, measure: Measure) -> set[str]:
        group = self.said.get(measure.uid, ())
        return {slugify(s.said_by.name) for s in group if s.kind in JUDGING and s.said_by} or {NONE}


def _section_words(section: Section) -> str:
    title = section.title.value if section.title else str(_("intitulé non lu"))
    return f"{section.label}. {title}" if section.label else title


def read(params: Mapping[str, str], desk: Desk) -> Wanted:
    """The filters of an address. Raises BadQuery for a value that is none of the choices."""
    wanted = Wanted(*(params.get(name, "").strip()[:80] for name in (KIND, SECTION, LEAD, JUDGED, WORD)))
    for blank in desk.blanks(wanted):
        value = params.get(blank.name, "").strip()[:80]
        if value and not any(option.selected for option in blank.options):
            message = _("Le filtre « %(name)s » ne connaît pas la valeur « %(read)s ». Choisissez dans la liste.")
            raise BadQuery(blank.name, message % {"name": blank.label, "read": value[:40]})
    return wanted


def _blank(before: str, name: str, label: str, options: Iterable[tuple[str, str]], chosen: str) -> Blank:
    return Blank(before, name, label, tuple(Option(value, words, value == chosen) for value, words in options))


def carried(params: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The two times, to be sent along with the filters."""
    return tuple((name, params[name]) for name in (STATE, VERSION) if params.get(name))
