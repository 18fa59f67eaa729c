"""The words of a table for a level, read on the evaluation's own scale and on no other."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jalon.exchange.problems import Fault
from jalon.exchange.values import squeezed
from jalon.facts.evaluation import NoVerdict, Scale, ScaleLevel
from jalon.facts.problems import N_
from jalon.methods.text import fold

WORDS_ONLY = "words"
"""What a person may say of words that are no level: an opinion in words."""
_ENDINGS = re.compile(r"(?:ees|ee|es|e|s)$")

_REASONS: dict[NoVerdict, tuple[str, ...]] = {
    NoVerdict.NOT_EXAMINED: ("non examinee", "pas examinee", "non evaluee", "pas evaluee", "not examined", "not assessed"),
    NoVerdict.ASKED_NOT_ANSWERED: (
        "sans reponse", "pas de reponse", "demandee, sans reponse", "asked and not answered", "no answer", "no reply",
    ),
    NoVerdict.NOT_ENOUGH_INFORMATION: (
        "informations insuffisantes", "information insuffisante", "pas assez d'information", "pas assez d’information",
        "not enough information", "insufficient information",
    ),
    NoVerdict.NOT_YET_DUE: ("pas encore echue", "non echue", "pas encore due", "not yet due"),
    NoVerdict.NO_LONGER_APPLICABLE: ("sans objet", "devenue sans objet", "plus applicable", "no longer applicable"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadLevel:
    """A level, or a reason for none, or neither: `fault` says why, and `foreign` that it is another scale's."""

    level: str | None = None
    no_verdict: NoVerdict | None = None
    words_only: bool = False
    fault: Fault | None = None
    foreign: bool = False


def level_key(words: str) -> str:
    """Words of a level as they are compared: no accents, case, hyphens, gender or plural."""
    bare = squeezed(re.sub(r"[-–—_/.,;:()\[\]*«»\"’']", " ", fold(words)))
    return " ".join(_ENDINGS.sub("", word) if len(word) > 3 else word for word in bare.split())


class LevelReader:
    """Reads words on one scale. `others` are only there to say whose a level is that this scale has not."""

    def __init__(self, scale: Scale | None, others: Iterable[Scale] = ()) -> None:
        self.scale = scale
        self._own = _known(scale) if scale else {}
        self._reasons = {level_key(words): reason for reason, said in _REASONS.items() for words in said}
        self._foreign: dict[str, Scale] = {}
        for other in others:
            if scale is None or other.uid != scale.uid:
                for words in (key for level in other.levels for key in _words(level) if len(key) > 2):
                    self._foreign.setdefault(level_key(words), other)

    def read(self, words: str, meaning: str = "") -> ReadLevel:
        """`meaning` is what a person said of these words wherever they stand: a code, a reason, or `WORDS_ONLY`. Words
        of another scale have none here: a row that bears them is judged anew (`of_code`) or kept aside."""
        key = level_key(words)
        if meaning and not (key in self._foreign and key not in self._own):
            return self.of_code(meaning)
        if key in self._own:
            return ReadLevel(level=self._own[key])
        if key in self._reasons:
            return ReadLevel(no_verdict=self._reasons[key])
        if not key:
            expected = N_("La case du niveau est vide : dites pourquoi il n’y a pas de verdict.")
            return ReadLevel(fault=Fault(expected, N_("Choisissez la raison, ou « avis en mots »."), ()))
        return self._unknown(words, key)

    def of_code(self, code: str) -> ReadLevel:
        """What a person chose; a code that the scale has not is no choice."""
        if code == WORDS_ONLY:
            return ReadLevel(words_only=True)
        if code in set(NoVerdict):
            return ReadLevel(no_verdict=NoVerdict(code))
        if self.scale is not None and self.scale.rank(code) is not None:
            return ReadLevel(level=code)
        return self._unknown(code, level_key(code))

    def _unknown(self, words: str, key: str) -> ReadLevel:
        has = self.scale.printed if self.scale else "—"
        params = (("level", words[:60]), ("has", has))
        other = self._foreign.get(key)
        if other is not None:
            expected = N_("« {level} » est un niveau de l’échelle « {other} » ; celle de cette évaluation a : {has}.")
            remedy = N_("Deux échelles ne se convertissent pas ici : gardez la ligne de côté, ou jugez sur celle-ci.")
            return ReadLevel(fault=Fault(expected, remedy, (*params, ("other", other.title.value))), foreign=True)
        expected = N_("« {level} » n’est pas un niveau de cette échelle ; elle a : {has}.")
        return ReadLevel(fault=Fault(expected, N_("Dites ce que veulent dire ces mots, ou cette lettre."), params))


def _known(scale: Scale) -> dict[str, str]:
    """Key -> code; what two levels share tells nothing."""
    found: dict[str, set[str]] = {}
    for level in scale.levels:
        for words in _words(level):
            found.setdefault(level_key(words), set()).add(level.code)
    return {key: next(iter(codes)) for key, codes in found.items() if key and len(codes) == 1}


def _words(level: ScaleLevel) -> Iterator[str]:
    yield from (level.code, level.fr, level.en)
    if level.mark and level.mark.isupper():
        yield level.mark
        yield from (name.partition(",")[2] for name in (level.fr, level.en) if name.startswith(f"{level.mark},"))
