"""Formulas between the indicators of one part: read on entry, refused with the reason, cycles named."""

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.methods.formula import Formula, FormulaError, FormulaProblem, find_cycle, parse, references
from jalon.plans.models import Indicator

CODE = re.compile(r"\w[\w.\-]*")
"""What a formula can name between its parentheses."""

EXPLAINED: dict[FormulaProblem, Promise] = {
    FormulaProblem.EMPTY: lazy("la formule est vide"),
    FormulaProblem.CHARACTER: lazy("aucune formule n’emploie ce signe"),
    FormulaProblem.DECIMAL_COMMA: lazy("écrivez les décimales avec un point\u00a0: 0.5"),
    FormulaProblem.NUMBER: lazy("ce nombre a trop de chiffres, ou n’en est pas un"),
    FormulaProblem.EXPECTED_VALUE: lazy("un nombre, une parenthèse ou val(code) est attendu ici"),
    FormulaProblem.EXPECTED_CONDITION: lazy("une condition est attendue ici, par exemple val(a) > 0"),
    FormulaProblem.NOT_A_NUMBER: lazy("un nombre est attendu ici, pas une condition"),
    FormulaProblem.EXPECTED_SIGN: lazy("«\u00a0%(expected)s\u00a0» est attendu ici"),
    FormulaProblem.UNKNOWN_FUNCTION: lazy("cette fonction n’existe pas\u00a0; il y a %(expected)s"),
    FormulaProblem.ARGUMENTS: lazy("cette fonction s’écrit %(expected)s"),
    FormulaProblem.LEFT_OVER: lazy("la formule est finie, il reste des mots"),
    FormulaProblem.TOO_LONG: lazy("la formule est trop longue"),
    FormulaProblem.TOO_DEEP: lazy("trop de parenthèses les unes dans les autres"),
}


def formula_words(error: FormulaError) -> str:
    """Why a text is no formula: the place, what was read, what was expected."""
    said = {
        "place": error.position + 1,
        "read": error.read,
        "why": str(EXPLAINED[error.problem]) % {"expected": error.expected},
    }
    if not error.read:
        return _("Formule, signe %(place)d\u00a0: %(why)s.") % said
    return _("Formule, signe %(place)d, «\u00a0%(read)s\u00a0»\u00a0: %(why)s.") % said


def formula_problems(row: Indicator, code_before: str | None = None) -> dict[str, str]:
    """Why the code or the formula of an indicator cannot stand beside the live ones of its part; by field."""
    others = _others(row)
    if problem := _wrong_code(row, others, code_before):
        return {"code": problem}
    if not row.formula:
        return {}
    try:
        formula = parse(row.formula)
    except FormulaError as error:
        return {"formula": formula_words(error)}
    problem = _wrong_names(formula, row, others) or _circle(formula, row, others)
    return {"formula": problem} if problem else {}


def _others(row: Indicator) -> dict[str, str | None]:
    """The formulas of the part's other live indicators, by code."""
    rows = Indicator.objects.live().filter(part=row.part, code__isnull=False).exclude(uid=row.uid)
    return dict(rows.values_list("code", "formula"))


def _wrong_code(row: Indicator, others: Mapping[str, str | None], before: str | None) -> str:
    if row.code and not CODE.fullmatch(row.code):
        return _("Un code est fait de lettres, chiffres, points, tirets\u00a0: les formules le nomment ainsi.")
    if row.code and row.code in others:
        return _("Ce code nomme déjà un autre indicateur de la partie\u00a0; donnez-en un autre.")
    users = _naming(before, others) if before and before != row.code else []
    if not users:
        return ""
    message = _("La formule de %(users)s emploie le code %(code)s\u00a0: changez-la d’abord.")
    return message % {"code": before, "users": ", ".join(users)}


def _naming(code: str, others: Mapping[str, str | None]) -> list[str]:
    """The codes of the indicators whose formula names this one."""
    read = readable(others)
    return [name for name, formula in read.items() if any(one.indicator == code for one in references(formula))]


def readable(formulas: Mapping[str, str | None]) -> dict[str, Formula]:
    """The formulas that can be read, by code: what an import brought may be anything."""
    found: dict[str, Formula] = {}
    for code, text in formulas.items():
        try:
            found[code] = parse(text or "")
        except FormulaError:
            continue
    return found


def _wrong_names(formula: Formula, row: Indicator, others: Mapping[str, str | None]) -> str:
    unknown = [one.indicator for one in references(formula) if one.indicator not in {*others, row.code}]
    if not unknown:
        return ""
    message = _("La formule nomme %(codes)s\u00a0: aucun indicateur de la partie ne porte ce code.")
    return message % {"codes": ", ".join(dict.fromkeys(unknown))}


def _circle(formula: Formula, row: Indicator, others: Mapping[str, str | None]) -> str:
    if not row.code:
        return ""
    found = find_cycle({row.code: formula, **readable(others)})
    if not found or row.code not in found:
        return ""
    message = _("Ces formules se calculent l’une par l’autre\u00a0: %(circle)s.")
    return message % {"circle": " → ".join(found)}
