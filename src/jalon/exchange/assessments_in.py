"""The rows of a table of an evaluation, each beside the measure it speaks of: matched, to be asked, or kept aside.

    reading = read_assessments(table, measures, LevelReader(scale, others), Decisions())
    for row in reading.rows: row.standing, row.subjects, row.level, row.why, row.options

Nothing is guessed: two measures in one row, a number that the plan has not, a title that is another measure's are asked.
Every row is in `rows`, once; the three standings add up to them.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from jalon.exchange.assessment_fields import LEVEL, NOTE, NUMBER, OBJECT, PAGE, PARAGRAPH, SOURCE, TEXT, TITLE
from jalon.exchange.assessment_levels import LevelReader, ReadLevel, level_key
from jalon.exchange.assessment_numbers import Named, number_key, read_number
from jalon.exchange.assessment_objects import Subjects, decided_object, group_of, placed_object, read_object
from jalon.exchange.assessment_rows import (
    ASIDE,
    THEME,
    AssessedRow,
    Decisions,
    LevelWords,
    MeasureRef,
    Offer,
    ReadAssessments,
    Standing,
)
from jalon.exchange.assessment_tables import AssessmentTable, TableRow, is_date
from jalon.exchange.problems import Fault
from jalon.exchange.values import computed_fault, squeezed
from jalon.facts.evaluation import Assessed, NoVerdict
from jalon.facts.problems import N_
from jalon.facts.rules import text as rule_of_texts
from jalon.methods.text import fold, tokens

__all__ = [
    "ASIDE",
    "REASONS",
    "THEME",
    "AssessedRow",
    "Decisions",
    "LevelWords",
    "MeasureRef",
    "Offer",
    "ReadAssessments",
    "Standing",
    "Subjects",
    "read_assessments",
]
ALIKE = 0.5
"""Share of words that two titles have in common when they may be one (Jaccard's index)."""
NEAREST = 3


def read_assessments(
    table: AssessmentTable, measures: Sequence[MeasureRef], levels: LevelReader, said: Decisions,
    subjects: Subjects | None = None, unseen: frozenset[str] = frozenset(),
) -> ReadAssessments:  # fmt: skip
    """Every row of the table beside the measures of the plan; `subjects` are its sections and itself. `unseen` are the
    uids of measures judged blind: no row writes them."""
    reading = _Reading(table, measures, levels, said, subjects or Subjects())
    rows = _once(tuple(reading.row(row) for row in table.rows if any(map(row.text, range(len(row.values))))), said)
    spoken = {uid for row in rows if row.standing is Standing.MATCHED for uid in row.subjects}
    unspoken = tuple(one for one in measures if one.uid not in spoken and not one.gone)
    rows = tuple(_blind(row) if not unseen.isdisjoint(row.subjects) else row for row in rows)
    return ReadAssessments(rows, reading.level_words(rows), unspoken)


def _blind(row: AssessedRow) -> AssessedRow:
    """A row of a measure judged blind waits, whatever was chosen, unless it is kept aside."""
    if row.standing is Standing.ASIDE:
        return row
    expected = N_("Cette mesure est jugée en aveugle : la conciliation écrira son appréciation.")
    why = Fault(expected, N_("Mettez la ligne de côté, ou donnez votre avis en ligne."))
    return replace(row, standing=Standing.ASKED, why=why, options=(Offer(ASIDE),))


def _once(rows: tuple[AssessedRow, ...], said: Decisions) -> tuple[AssessedRow, ...]:
    """A measure of which two rows speak is asked at both: which of them counts, only a person knows. A group that holds
    it is another object."""
    at: dict[str, list[int]] = {}
    for row in rows:
        if row.standing is Standing.MATCHED and row.object is not Assessed.GROUP:
            for uid in row.subjects:
                at.setdefault(uid, []).append(row.number)
    found = []
    for row in rows:
        others = sorted({one for uid in row.subjects for one in at.get(uid, ())} - {row.number})
        if row.standing is Standing.MATCHED and row.object is not Assessed.GROUP and others:
            expected = N_("Une autre ligne parle de la même mesure : {rows}.")
            why = Fault(
                expected, N_("Gardez-en une, mettez l’autre de côté."), (("rows", ", ".join(map(str, others))),)
            )
            row = replace(row, standing=Standing.ASKED, why=why, options=_offers(row.options, row.subjects))
        found.append(row)
    return tuple(found)


def _aside(found: AssessedRow) -> tuple[Offer, ...]:
    """A row that names no measure: kept aside, or a theme when it has words for one."""
    return (Offer(ASIDE), Offer(THEME)) if found.title or found.named else (Offer(ASIDE),)


def _offers(known: tuple[Offer, ...], subjects: tuple[str, ...]) -> tuple[Offer, ...]:
    """What was read, and always to keep the row aside: that is what one is asked to do with one of the two."""
    return tuple(dict.fromkeys((*(known or (Offer("+".join(subjects)),)), Offer(ASIDE))))


class _Reading:
    def __init__(
        self, table: AssessmentTable, measures: Sequence[MeasureRef], levels: LevelReader, said: Decisions,
        subjects: Subjects,
    ) -> None:  # fmt: skip
        self.levels, self.said, self.subjects = levels, said, subjects
        self.places = {column.field: column.index for column in reversed(table.columns) if column.field}
        self.by_uid = {one.uid: one for one in measures}
        self.by_number: dict[str, list[MeasureRef]] = {}
        for one in measures:
            if one.number:
                self.by_number.setdefault(number_key(one.number), []).append(one)
        self.words = {one.uid: frozenset(tokens(fold(one.title))) for one in measures if one.title}
        self.highest = max((int(key) for key in self.by_number if key.isdecimal()), default=0)

    # --- a row -------------------------------------------------------------------------------------------------------

    def row(self, row: TableRow) -> AssessedRow:
        named, title = self._text(row, NUMBER), self._text(row, TITLE)
        read = read_number(named or title)
        if read.rest or (not named and read.named is Named.ONE):
            title = read.rest or title
        level_words = self._text(row, LEVEL)
        own = self.said.row_levels.get(row.number, "")
        meaning = self.said.levels.get(level_key(level_words), "")
        level = self.levels.of_code(own) if own else self.levels.read(level_words, meaning)
        found = AssessedRow(
            number=row.number, words=row.words_without(self.places.get(NOTE)), named=named, title=title, standing=Standing.ASKED,
            level=level, level_words=level_words, text=self._text(row, TEXT),
            page=_page(self._text(row, PAGE)), paragraph=self._text(row, PARAGRAPH)[:120],
            source=self._text(row, SOURCE), note=self._text(row, NOTE), notes=tuple(self._notes(row)),
        )  # fmt: skip
        of_other = self._object(found, self._text(row, OBJECT))
        found = of_other or self._placed(found, row, read.named, read.keys)
        found = self._decided(found)
        return self._opinion(found)

    def _object(self, found: AssessedRow, kind: str) -> AssessedRow | None:
        """What the row names when that is no measure. A title that a measure bears is that measure's."""
        named = read_object(found.named or found.title, kind)
        if named is None or (not kind and self._same(found.named or found.title)):
            return None
        return placed_object(found, named, self.subjects, self.by_number)

    def _text(self, row: TableRow, code: str) -> str:
        place = self.places.get(code)
        return "" if place is None else row.text(place)

    def _notes(self, row: TableRow) -> Iterable[Fault]:
        for code, place in self.places.items():
            fault = computed_fault(row.value(place)) or rule_of_texts(row.text(place))
            if fault is not None:
                yield fault
            if place in row.spread and code in (LEVEL, TEXT, NOTE) and row.text(place):
                expected = N_("Le niveau ou la phrase vient d’une cellule fusionnée, lue pour toute sa plage.")
                yield Fault(expected, N_("Vérifiez qu’elle vaut aussi pour cette ligne."))

    def _placed(self, found: AssessedRow, row: TableRow, named: Named, keys: tuple[str, ...]) -> AssessedRow:
        place = self.places.get(NUMBER)
        if place is not None and is_date(row.value(place)):
            expected = N_("Le tableur a fait une date de ce numéro : « 12-14 » a pu être tapé.")
            return self._asked(found, Fault(expected, N_("Dites de quelle mesure il s’agit.")))
        literal = self.by_number.get(number_key(found.named), []) if found.named else []
        if len(literal) == 1 and named is not Named.SEVERAL:
            return self._checked(found, row, literal[0])
        if named in (Named.SEVERAL, Named.RANGE):
            return self._several(found, keys)
        if named is Named.NONE:
            return self._by_title(found)
        known = self.by_number.get(keys[0], [])
        if len(known) == 1:
            return self._checked(found, row, known[0])
        return self._two(found, known) if known else self._unknown(found, keys[0])

    def _checked(self, found: AssessedRow, row: TableRow, measure: MeasureRef) -> AssessedRow:
        """The number is known: the measure is still there, its cell is its own, the title is not another's."""
        only = (Offer(measure.uid, (measure,)),)
        if measure.gone:
            expected = N_("La mesure {number} n’est plus dans le plan.")
            fault = Fault(expected, N_("Gardez la ligne de côté."), (("number", measure.number),))
            return replace(found, standing=Standing.ASIDE, why=fault)
        place = self.places.get(NUMBER, -1)
        if place in row.spread:
            expected = N_("Le numéro vient d’une cellule fusionnée : cette ligne parle-t-elle de la même mesure ?")
            return self._asked(found, Fault(expected, N_("Choisissez, ou gardez-la de côté.")), only)
        if isinstance(row.value(place) if place >= 0 else None, float) and self._longer(measure.number):
            expected = N_("Le tableur a pu effacer un zéro : « {number} » ou « {number}0 » ?")
            fault = Fault(expected, N_("Choisissez."), (("number", measure.number),))
            both = [measure, *self._longer(measure.number)]
            return self._asked(found, fault, tuple(Offer(one.uid, (one,)) for one in both))
        other = self._better(found.title, measure)
        if other is not None:
            expected = N_("Le numéro est celui de la mesure {number}, l’intitulé celui de la mesure {other}.")
            fault = Fault(
                expected, N_("Choisissez."), (("number", measure.number), ("other", other.number or other.title[:60]))
            )
            return self._asked(found, fault, (*only, Offer(other.uid, (other,))))
        return replace(found, standing=Standing.MATCHED, subjects=(measure.uid,), options=only)

    def _longer(self, number: str) -> list[MeasureRef]:
        return self.by_number.get(number_key(f"{number}0"), []) if "." in number else []

    def _several(self, found: AssessedRow, keys: tuple[str, ...]) -> AssessedRow:
        """Two measures in a row: the same level for each, one of them alone, or neither?"""
        known = [one for key in keys for one in self.by_number.get(key, ()) if not one.gone]
        missing = [key for key in keys if key not in self.by_number]
        if not known:
            return self._unknown(found, ", ".join(keys[:6]))
        offers = [Offer(one.uid, (one,)) for one in known]
        if len(known) > 1:
            offers[:0] = [Offer("+".join(one.uid for one in known), tuple(known)), group_of(known)]
        if missing:
            expected = N_("Une ligne pour plusieurs mesures, dont le plan n’a pas : {missing}.")
            fault = Fault(expected, N_("Choisissez."), (("missing", ", ".join(missing[:10])),))
        else:
            expected = N_("Une ligne pour plusieurs mesures : le même niveau vaut-il pour chacune ?")
            fault = Fault(expected, N_("Choisissez."))
        return self._asked(found, fault, tuple(offers))

    def _two(self, found: AssessedRow, known: Sequence[MeasureRef]) -> AssessedRow:
        expected = N_("Plusieurs mesures du plan portent ce numéro.")
        return self._asked(found, Fault(expected, N_("Choisissez.")), tuple(Offer(one.uid, (one,)) for one in known))

    def _unknown(self, found: AssessedRow, key: str) -> AssessedRow:
        """A number that the plan has not. « 12 bis » may be the 12: asked; 46 of 45 is kept aside."""
        root = key.split(" ")[0].rstrip("abcdefghijklmnopqrstuvwxyz")
        near = [one for one in self.by_number.get(root, ()) if root != key and not one.gone]
        near += [one for one in self._nearest(found.title) if one not in near]
        expected = N_("Le plan n’a pas de mesure {number}.")
        fault = Fault(expected, N_("Choisissez une mesure, ou gardez la ligne de côté."), (("number", key[:40]),))
        if near:
            return self._asked(found, fault, tuple(Offer(one.uid, (one,)) for one in near))
        return replace(found, standing=Standing.ASIDE, why=fault, options=_aside(found))

    def _by_title(self, found: AssessedRow) -> AssessedRow:
        """No number: the very title of one measure, or those that resemble it, or nothing."""
        same = self._same(found.title or found.named)
        if len(same) == 1 and not same[0].gone:
            return replace(
                found, standing=Standing.MATCHED, subjects=(same[0].uid,), options=(Offer(same[0].uid, (same[0],)),)
            )
        near = same or self._nearest(found.title or found.named)
        expected = N_("Aucun numéro de mesure dans cette ligne.")
        fault = Fault(expected, N_("Choisissez une mesure, un thème, ou gardez la ligne de côté."))
        if near:
            return self._asked(found, fault, tuple(Offer(one.uid, (one,)) for one in near))
        return replace(found, standing=Standing.ASIDE, why=fault, options=_aside(found))

    def _asked(self, found: AssessedRow, why: Fault, offers: tuple[Offer, ...] = ()) -> AssessedRow:
        return replace(found, standing=Standing.ASKED, why=why, options=(*offers, Offer(THEME), Offer(ASIDE)))

    def _same(self, title: str) -> list[MeasureRef]:
        """The measures whose title is this one, word for word."""
        words = frozenset(tokens(fold(title)))
        return [self.by_uid[uid] for uid, own in self.words.items() if own == words] if words else []

    # --- titles ------------------------------------------------------------------------------------------------------

    def _likeness(self, words: frozenset[str], uid: str) -> float:
        own = self.words.get(uid, frozenset())
        return len(words & own) / len(words | own) if words and own else 0.0

    def _nearest(self, title: str) -> list[MeasureRef]:
        words = frozenset(tokens(fold(title)))
        scored = sorted(((self._likeness(words, uid), uid) for uid in self.words), reverse=True)[:NEAREST]
        return [self.by_uid[uid] for score, uid in scored if score >= ALIKE and not self.by_uid[uid].gone]

    def _better(self, title: str, measure: MeasureRef) -> MeasureRef | None:
        """Another measure whose title this one surely is, while the numbered one's it is not."""
        words = frozenset(tokens(fold(title)))
        if not words or self._likeness(words, measure.uid) >= ALIKE:
            return None
        return next((one for one in self._nearest(title) if one.uid != measure.uid), None)

    # --- what a person said ------------------------------------------------------------------------------------------

    def _decided(self, found: AssessedRow) -> AssessedRow:
        value = self.said.rows.get(found.number, "")
        if value == ASIDE:
            return replace(found, standing=Standing.ASIDE)
        other = decided_object(found, value, self.subjects, self.by_uid)
        if other is not None:
            return other
        uids = tuple(dict.fromkeys(filter(None, value.split("+"))))
        if uids and all(uid in self.by_uid and not self.by_uid[uid].gone for uid in uids):
            chosen = tuple(self.by_uid[uid] for uid in uids)
            offers = (
                found.options
                if any(one.value == value for one in found.options)
                else (Offer(value, chosen), *found.options)
            )
            return replace(
                found,
                standing=Standing.MATCHED,
                object=Assessed.MEASURE,
                subjects=uids,
                why=None,
                options=offers,
            )
        return found

    def _opinion(self, found: AssessedRow) -> AssessedRow:
        """An opinion in words needs its words."""
        if not found.level.words_only or found.text:
            return found
        fault = Fault(N_("Un avis en mots sans phrase ne dit rien."), N_("Choisissez un niveau ou une raison."))
        return replace(found, level=ReadLevel(fault=fault))

    def level_words(self, rows: Sequence[AssessedRow]) -> tuple[LevelWords, ...]:
        """The words of the column of levels, in the order in which they come."""
        counts = Counter(level_key(row.level_words) for row in rows)
        first = {level_key(row.level_words): row.level_words for row in reversed(rows)}
        found = []
        for key in dict.fromkeys(level_key(row.level_words) for row in rows):
            bare = self.levels.read(first[key])
            read = self.levels.read(first[key], self.said.levels.get(key, ""))
            found.append(LevelWords(squeezed(first[key]), key, counts[key], read, bare.fault is not None))
        return tuple(found)


def _page(words: str) -> str:
    """« p. 12 » is page 12."""
    bare = squeezed(words)
    low = fold(bare)
    for prefix in ("pages", "page", "pp.", "p."):
        if low.startswith(prefix):
            return bare[len(prefix) :].strip()[:120]
    return bare[:120]


REASONS = tuple(NoVerdict)
"""The reasons for no verdict, to be offered where a level is chosen."""
