"""Dates of the raw records. EDTF passes as it is; every other string was read once, by a person, in this table."""

import re

from jalon.facts.common import Confidence, When

_PLAIN = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?~?(/\d{4}(-\d{2}(-\d{2})?)?~?)?")
_STATED, _INFERRED = Confidence.STATED, Confidence.INFERRED

READ: dict[str, tuple[str | None, str | None, Confidence]] = {
    "2014-2016": ("2014/2016", None, _STATED),
    "2016-2017": ("2016/2017", None, _STATED),
    "2016-2020": ("2016/2020", None, _STATED),
    "2019-2021": ("2019/2021", None, _STATED),
    "2024-2027": ("2024/2027", None, _STATED),
    "2016-10-18?": ("2016-10-18?", None, _INFERRED),
    "2017 (année déduite)": ("2017", None, _INFERRED),
    "2019-11-22 (date de la page)": ("2019-11-22", None, _INFERRED),
    "2020-11 → 18 mois": ("2020-11/2022-04", None, _INFERRED),  # eighteen months, November 2020 being the first
    "PLF 2026 (déduit)": (None, None, _INFERRED),  # names a budget, not a day
    "vers 2021-2022": ("2021~/2022~", None, _STATED),
    "vers 2023-2024": ("2023~/2024~", None, _STATED),
    "yearly": (None, "yearly", _STATED),
    "15 juillet 2026": ("2026-07-15", None, _STATED),
    "déploiement d'ici 2025": ("2025", None, _STATED),
    "2021→": ("2021", None, _STATED),
}
"""Printed -> (EDTF or None, recurrence, confidence)."""


def when(value: int | str, confidence: Confidence = _STATED) -> When:
    """The date as said. A string that is neither EDTF nor in `READ` keeps its words, unread."""
    text = str(value)
    if _PLAIN.fullmatch(text):
        return When(edtf=text, confidence=confidence)
    edtf, recurrence, read = READ.get(text, (None, None, confidence))
    # The notation of the records themselves is nobody's printed words.
    printed = None if recurrence or edtf == text else text.removesuffix(" (déduit)")
    return When(edtf=edtf, printed=printed, recurrence=recurrence, confidence=_weaker(read, confidence))


def when_said(value: int | str | None) -> When | None:
    """The date, or nothing when none is said."""
    return None if value is None else when(value)


def _weaker(one: Confidence, other: Confidence) -> Confidence:
    return _INFERRED if _INFERRED in (one, other) else _STATED
