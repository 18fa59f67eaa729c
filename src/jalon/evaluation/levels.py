"""The levels that an evaluation may give: those of its own scale, kept here or a standard one."""

import uuid
from collections.abc import Iterable

from django.utils.translation import gettext as _

from jalon.evaluation.models import Evaluation, Scale
from jalon.evaluation.reading import scale_fact
from jalon.facts import evaluation as facts
from jalon.facts.evaluation import NoVerdict
from jalon.facts.standard_scales import STANDARD


def scale_of(uid: uuid.UUID | None) -> facts.Scale | None:
    """The scale of this uid; None when it is kept by another instance: signing checks it."""
    if uid is None:
        return None
    row = Scale.objects.filter(uid=uid).first()
    return scale_fact(row) if row else next((scale for scale in STANDARD if scale.uid == str(uid)), None)


def level_problems(evaluation: Evaluation, levels: Iterable[str | None], field: str = "level") -> dict[str, str]:
    """A message for the first level that the evaluation's scale has not."""
    given = [level for level in levels if level is not None and level not in set(NoVerdict)]
    if not given:
        return {}
    if evaluation.scale_uid is None:
        return {field: _("Cette évaluation n’a pas d’échelle\u00a0: donnez-lui-en une, ou jugez en mots.")}
    scale = scale_of(evaluation.scale_uid)
    for level in given:
        if scale is not None and scale.rank(level) is None:
            names = ", ".join(one.fr for one in scale.levels)
            message = _("«\u00a0%(level)s\u00a0» n’est pas un niveau de cette échelle. Ses niveaux\u00a0: %(names)s.")
            return {field: message % {"level": level[:60], "names": names}}
    return {}


def in_order(evaluation: Evaluation, levels: Iterable[str]) -> tuple[str, ...]:
    """Levels best first, reasons for none last: the order says nothing of who gave them."""
    scale = scale_of(evaluation.scale_uid)
    codes = [level.code for level in scale.levels] if scale else []
    return tuple(sorted(levels, key=lambda level: (codes.index(level) if level in codes else len(codes), level)))
