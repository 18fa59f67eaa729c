"""Forms of evaluations, of what they say of one object, of counts said of a whole, of scales and their readings."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.evaluation import enums
from jalon.facts.common import Confidence, Known, Text, Wording
from jalon.facts.evaluation import (
    CrosswalkPair,
    EvaluationKind,
    EvaluationState,
    Reliance,
    ScaleLevel,
)
from jalon.office import labels
from jalon.office.around import uid_or_none
from jalon.office.forms.base import FactForm, set_choices
from jalon.office.forms.fields import (
    CountsField,
    EnumField,
    NoneCharField,
    OrgField,
    TextField,
    WhenField,
)
from jalon.office.forms.plan import DATE_HINT
from jalon.office.forms.rows import Cells, Column, RowsField, needed

STATE = {
    EvaluationState.PUBLISHED: lazy("son texte se lit, ou se lira une fois publié"),
    EvaluationState.KNOWN_NOT_SHARED: lazy("on sait qu’elle existe, elle n’est pas diffusée"),
}
OWN = (("1", lazy("faite ici, par une équipe, étape par étape")), ("", lazy("recueillie dans ses sources")))
NONE = lazy("— aucune —")
NO_TEXT = "—"
CHOOSE = lazy("— choisissez —")


def choosing(**options: Any) -> forms.TypedChoiceField:
    """A choice among facts, as the uid of one or None."""
    return forms.TypedChoiceField(required=False, coerce=uid_or_none, empty_value=None, **options)


def reliance_columns(others: Iterable[tuple[str, str]] = ()) -> tuple[Column, ...]:
    """What an evaluation rests on: another one, or words."""
    named = Column("evaluation", lazy("Une autre évaluation"), (("", NONE), *others))
    return (named, Column("words", lazy("ou, en mots"), width="w20"))


def rests_on_field() -> RowsField:
    """The field of what an evaluation rests on; the form says which evaluations are offered."""
    return RowsField(
        reliance_columns(), _reliance, lambda one: {"evaluation": one.evaluation or "", "words": one.words or ""},
        label=lazy("Ce sur quoi elle repose"),
        help_text=lazy("L’accord n’est jamais calculé entre deux évaluations dont l’une repose sur l’autre."),
    )  # fmt: skip


def _reliance(row: Cells) -> Reliance:
    return Reliance(evaluation=row.get("evaluation") or None, words=row.get("words") or None)


class EvaluationForm(FactForm):
    """An evaluation: of which plan, by whom, on which scale, how and on what it rests."""

    once = frozenset({"own"})
    rare = frozenset({"kind_printed", "scale_printed", "said", "rests_on", "follows_uid", "corrects_uid", "confidence", "note"})  # fmt: skip

    own = forms.TypedChoiceField(
        label=lazy("D’où vient-elle"), choices=OWN, widget=forms.RadioSelect, initial="1", required=False, coerce=bool, empty_value=False,  # type: ignore[arg-type]
        help_text=lazy("Une évaluation faite ici reste à son équipe jusqu’à sa publication."),
    )  # fmt: skip
    plan_uid = forms.TypedChoiceField(label=lazy("Plan évalué"), coerce=uid_or_none, empty_value=None)
    evaluator = OrgField(label=lazy("Qui évalue"), help_text=lazy("L’organisme dont c’est le jugement."))
    title = TextField(label=lazy("Titre"), rows=2, wording=Wording.VERBATIM)
    state = EnumField(EvaluationState, STATE, label=lazy("Ce que le public en connaît"), initial=EvaluationState.PUBLISHED,
                      help_text=lazy("Les demandes datées d’une évaluation non diffusée s’ajoutent sur sa page."))  # fmt: skip
    kind = EnumField(EvaluationKind, dict(enums.EvaluationKind.choices), blank=lazy("non dit"), label=lazy("Genre"), radio=False)  # fmt: skip
    kind_printed = NoneCharField(label=lazy("Genre, dans les mots de l’évaluateur"), required=False, max_length=300)
    scale_uid = choosing(
        label=lazy("Échelle"), help_text=lazy("Une seule par évaluation. Sans échelle, les avis sont en mots.")
    )
    scale_printed = NoneCharField(
        label=lazy("Échelle en mots, si ses niveaux n’ont pas été lus"), required=False, max_length=300
    )
    said = WhenField(label=lazy("Publiée ou connue le"), required=False, help_text=DATE_HINT)
    as_of = WhenField(label=lazy("L’évaluateur a regardé jusqu’au"), required=False, help_text=DATE_HINT)
    period = WhenField(label=lazy("Période dont elle parle"), required=False, help_text=lazy("Par exemple 2019-2021."))
    method = TextField(label=lazy("Méthode"), required=False, rows=4)
    rests_on = rests_on_field()
    follows_uid = choosing(label=lazy("Elle fait suite à"))
    corrects_uid = choosing(label=lazy("Elle corrige (erratum)"))
    confidence = EnumField(Confidence, labels.CONFIDENCE, label=lazy("La source"), initial=Confidence.STATED)
    note = TextField(label=lazy("Note publique"), required=False)

    def __init__(self, *args: Any, around: Any, row: Any = None, **kwargs: Any) -> None:
        mine = str(row.uid) if row is not None else ""
        others = [(uid, words) for uid, words in around.evaluations if uid != mine]
        super().__init__(*args, around=around, row=row, **kwargs)
        self.fields["rests_on"].widget.columns = reliance_columns(others)  # its own copy
        set_choices(
            self, "plan_uid", [("", CHOOSE), *_kept(plan_choices(around.subjects), self.initial.get("plan_uid"))]
        )
        set_choices(self, "scale_uid", [("", NONE), *_kept(around.scales, self.initial.get("scale_uid"))])
        for name in ("follows_uid", "corrects_uid"):
            set_choices(self, name, [("", NONE), *_kept(others, self.initial.get(name))])


def plan_choices(subjects: Any) -> list[tuple[str, Any]]:
    """The plans among what can be spoken of."""
    return [(held[0][0], name) for name, held in subjects if name and not isinstance(held, str) and len(held) > 1]


def _kept(choices: Any, start: Any) -> list[tuple[str, Any]]:
    """The choices, with the one that was chosen before and is not offered any more."""
    found = list(choices)
    more = [(str(start), str(start))] if start and str(start) not in dict(found) else []
    return [*found, *more]


class ClaimForm(FactForm):
    """A count said of a whole: « 50 des 60 mesures engagées »."""

    rare = frozenset({"scale_printed", "evaluation_uid", "confidence", "note"})

    said_by = OrgField(label=lazy("Qui le dit"))
    said = WhenField(label=lazy("Dit le"), required=False, help_text=DATE_HINT)
    text = TextField(label=lazy("Ce qui est dit, en mots"), required=False)
    counts = CountsField(label=lazy("Décompte"), required=False, help_text=lazy("Un niveau par ligne : « engagées : 50 »."))  # fmt: skip
    total = forms.IntegerField(
        label=lazy("Sur combien"), required=False, min_value=0, max_value=99999,
        help_text=lazy("Le dénominateur tel qu’il est dit ; vide s’il ne l’est pas."),
    )  # fmt: skip
    plan_uid = choosing(label=lazy("Plan dont il est question"))
    scale_uid = choosing(label=lazy("Échelle"))
    scale_printed = NoneCharField(label=lazy("Échelle en mots"), required=False, max_length=300)
    definition = TextField(label=lazy("Définition de ce qui est compté"), required=False, rows=2)
    definition_known = EnumField(
        Known, labels.KNOWN, label=lazy("Ce que l’on sait de cette définition"), initial=Known.NOT_LOOKED_AT
    )
    evaluation_uid = choosing(label=lazy("Évaluation où ce décompte se lit"))
    confidence = EnumField(Confidence, labels.CONFIDENCE, label=lazy("La source"), initial=Confidence.STATED)
    note = TextField(label=lazy("Note publique"), required=False)

    def __init__(self, *args: Any, around: Any, **kwargs: Any) -> None:
        super().__init__(*args, around=around, **kwargs)
        offered = {"plan_uid": plan_choices(around.subjects), "scale_uid": around.scales, "evaluation_uid": around.evaluations}  # fmt: skip
        for name, choices in offered.items():
            set_choices(self, name, [("", NONE), *_kept(choices, self.initial.get(name))])


# --- scales and their readings ---------------------------------------------------------------------------------------

MARKS = (
    ("", lazy("aucun")), ("sq-full", lazy("carré plein")), ("sq-half", lazy("carré à moitié")), ("sq-none", lazy("carré vide")),
    ("tri-full", lazy("triangle plein")), ("tri-none", lazy("triangle vide")),
)  # fmt: skip


NOT_LOOKED_FIRST = sorted(Known, key=lambda known: known is not Known.NOT_LOOKED_AT)
"""A select starts at its first choice: nobody has looked until somebody says so."""


def levels_field() -> RowsField:
    """The levels of a scale: a code that stays, words in both languages, a sign, a definition."""
    columns = (
        Column("code", lazy("Code"), width="w6"),
        Column("fr", lazy("Nom en français")),
        Column("en", lazy("Nom en anglais")),
        Column("mark", lazy("Signe"), MARKS),
        Column("definition", lazy("Définition"), width="w20"),
        Column(
            "known", lazy("Définition connue"), tuple((known.value, labels.KNOWN[known]) for known in NOT_LOOKED_FIRST)
        ),
    )
    return RowsField(
        columns, _level, _level_cells, label=lazy("Niveaux, du meilleur au moins bon"),
        help_text=lazy("Le code ne change plus une fois donné. Le mot accompagne toujours le signe."),
    )  # fmt: skip


def _level(row: Cells) -> ScaleLevel:
    needed(row, "code", "fr", "en", words=_("donnez le code et le nom dans les deux langues."))
    definition = Text(value=row["definition"]) if row.get("definition") else None
    known = Known(row.get("known") or Known.NOT_LOOKED_AT)
    if definition:
        known = Known.GIVEN
    elif known is Known.GIVEN:  # given, and left empty: there is none to read
        known = Known.NOT_LOOKED_AT
    return ScaleLevel(code=row["code"], fr=row["fr"], en=row["en"], mark=row.get("mark", ""), definition=definition,
                      definition_known=known)  # fmt: skip


def _level_cells(level: ScaleLevel) -> Cells:
    definition = level.definition.value if level.definition else ""
    return {"code": level.code, "fr": level.fr, "en": level.en, "mark": level.mark, "definition": definition,
            "known": level.definition_known.value}  # fmt: skip


class ScaleForm(FactForm):
    """A scale in its owner's words, best level first."""

    once = frozenset({"slug"})

    title = TextField(label=lazy("Nom de l’échelle"), rows=1)
    slug = forms.SlugField(
        label=lazy("Adresse"), max_length=120, help_text=lazy("Permanente : lettres, chiffres, tirets.")
    )
    owner = OrgField(label=lazy("À qui elle est"), help_text=lazy("L’organisme dont ce sont les mots."))
    levels = levels_field()
    since = WhenField(label=lazy("Depuis"), required=False, help_text=DATE_HINT)
    note = TextField(label=lazy("Note publique"), required=False)


def pairs_field() -> RowsField:
    """The pairs of a crosswalk, each with its reason."""
    columns = (
        Column("of", lazy("Code du niveau lu"), width="w10"),
        Column("to", lazy("Code de son équivalent"), width="w10"),
        Column("reason", lazy("Raison"), width="w20"),
    )
    return RowsField(
        columns, _pair, lambda one: {"of": one.of, "to": one.to or "", "reason": one.reason.value},
        label=lazy("Niveau par niveau"),
        help_text=lazy("Sans équivalent, laissez vide et dites pourquoi. Un niveau non écrit n’a pas d’équivalent."),
    )  # fmt: skip


def _pair(row: Cells) -> CrosswalkPair:
    needed(row, "of", "reason", words=_("donnez le niveau et la raison."))
    if len(row["reason"]) > 2000:
        raise ValidationError(_("cette raison est trop longue."))
    return CrosswalkPair(of=row["of"], to=row.get("to") or None, reason=Text(value=row["reason"]))


class CrosswalkForm(FactForm):
    """How its author reads one scale on another."""

    once = frozenset({"slug"})

    slug = forms.SlugField(
        label=lazy("Adresse"), max_length=120, help_text=lazy("Permanente : lettres, chiffres, tirets.")
    )
    from_uid = forms.TypedChoiceField(label=lazy("Échelle lue"), coerce=uid_or_none)
    to_uid = forms.TypedChoiceField(label=lazy("Sur l’échelle"), coerce=uid_or_none)
    author = OrgField(label=lazy("Qui la propose"), help_text=lazy("Son nom est publié avec elle."))
    when = WhenField(label=lazy("Date"), help_text=DATE_HINT)
    pairs = pairs_field()
    note = TextField(label=lazy("Note publique"), required=False)

    def __init__(self, *args: Any, around: Any, **kwargs: Any) -> None:
        super().__init__(*args, around=around, **kwargs)
        for name in ("from_uid", "to_uid"):
            set_choices(self, name, _kept(around.scales, self.initial.get(name)))
