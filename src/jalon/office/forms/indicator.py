"""Forms of an indicator and of what a body answers to another's."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.facts.common import Confidence
from jalon.facts.indicator import (
    Accumulation,
    AnswerKind,
    Baseline,
    Breakdown,
    Direction,
    Expected,
    IndicatorKind,
    Level,
    ResultLevel,
    ValueKind,
)
from jalon.facts.output import Counted, OutputType, Quantity
from jalon.facts.series import Precision
from jalon.office import labels
from jalon.office.forms.base import FactForm, set_choices
from jalon.office.forms.fields import EnumField, NoneCharField, OrgField, TextField, WhenField
from jalon.office.forms.plan import DATE_HINT
from jalon.office.forms.rows import (
    Cells,
    Column,
    OneRowField,
    RowsField,
    date_of,
    joined,
    listed,
    needed,
    words_of,
)
from jalon.office.forms.values import NotAValue, plain_value, shown_value

EXACTNESS = tuple((code.value, labels.PRECISION[code]) for code in Precision)


def _expected(row: Cells) -> Expected:
    needed(row, "when", "value", words=_("donnez une date et une valeur."))
    return Expected(when=date_of(row["when"]), value=row["value"], final=bool(row["final"]))


def _baseline(row: Cells) -> Baseline:
    needed(row, "when", words=_("donnez la date de la valeur de départ."))
    if bool(row["value"]) == bool(row["missing"]):
        raise forms.ValidationError(_("donnez une valeur, ou dites pourquoi elle manque."))
    return Baseline(
        when=date_of(row["when"]), value=row["value"] or None, missing=row["missing"] or None,
        precision=Precision(row["precision"]),
    )  # fmt: skip


def _counted(row: Cells) -> Counted:
    needed(row, "type", words=_("choisissez la sorte de réalisation."))
    quantity = Quantity(row["quantity"]) if row["quantity"] else None
    return Counted(type=OutputType(row["type"]), quantity=quantity, professions=listed(row["professions"]))


def _level(row: Cells) -> Level:
    needed(row, "fr", "en", words=_("écrivez le niveau en français et en anglais."))
    return Level(fr=row["fr"], en=row["en"])


def _breakdown(row: Cells) -> Breakdown:
    needed(row, "name", words=_("nommez la ventilation."))
    return Breakdown(name=row["name"], values=listed(row["values"]))


class IndicatorForm(FactForm):
    """An indicator. What it is about is chosen once; its address too."""

    once = frozenset({"subject", "slug"})
    rare = frozenset(
        {"code", "formula", "counted", "levels", "breakdowns", "numerator", "denominator", "method", "frequency",
         "interpolated", "accumulation", "note", "confidence", "slug"}
    )  # fmt: skip

    subject = forms.ChoiceField(label=lazy("De quoi est-il l’indicateur"))
    title = TextField(label=lazy("Titre"), rows=2)
    definition = TextField(
        label=lazy("Définition"), required=False, help_text=lazy("Ce qui est compté, et ce qui ne l’est pas.")
    )
    unit = forms.CharField(label=lazy("Unité"), max_length=120, help_text=lazy("« personnes », « places », « % »."))
    value_kind = EnumField(ValueKind, labels.VALUES, label=lazy("Ce que sont ses valeurs"), initial=ValueKind.NUMBER)
    kind = EnumField(
        IndicatorKind,
        labels.INDICATOR,
        blank=lazy("non dit"),
        label=lazy("De quoi il rend compte"),
        help_text=lazy(
            "Structure : règles adoptées. Processus : ce qui est fait. Résultat : ce qui change pour les personnes."
        ),
    )
    level = EnumField(ResultLevel, labels.LEVEL, blank=lazy("non dit"), label=lazy("Niveau de résultat"))
    direction = EnumField(Direction, labels.DIRECTION, blank=lazy("non dit"), label=lazy("Le sens voulu"))
    baseline = OneRowField(
        (
            Column("when", lazy("Date")),
            Column("value", lazy("Valeur"), width="w10"),
            Column("missing", lazy("ou pourquoi elle manque")),
            Column("precision", lazy("Exactitude"), EXACTNESS),
        ),
        _baseline,
        lambda one: {
            "when": words_of(one.when),
            "value": one.value or "",
            "missing": one.missing or "",
            "precision": one.precision.value,
        },
        label=lazy("Valeur de départ"),
        help_text=lazy("Celle que vous dites ; la première observation n’en tient jamais lieu. Zéro est une valeur."),
    )
    expected = RowsField(
        (
            Column("when", lazy("Pour quand")),
            Column("value", lazy("Valeur"), width="w10"),
            Column("final", lazy("c’est la cible"), box=True),
        ),
        _expected,
        lambda one: {"when": words_of(one.when), "value": one.value, "final": "1" if one.final else ""},
        label=lazy("Valeurs attendues"),
        help_text=lazy(
            "Une par ligne : mi-parcours, fin, ou toute date. Pour une échelle, le nom du niveau ; sinon oui ou non."
        ),
    )
    interpolated = forms.BooleanField(label=lazy("Une droite est attendue entre ces valeurs"), required=False)
    accumulation = EnumField(
        Accumulation,
        labels.ACCUMULATION,
        label=lazy("Chaque valeur compte"),
        initial=Accumulation.PERIODIC,
        help_text=lazy("Des valeurs cumulées ne s’additionnent jamais."),
    )
    frequency = NoneCharField(label=lazy("Rythme des observations"), required=False, max_length=200)
    counted = OneRowField(
        (
            Column("type", lazy("Sorte"), (("", lazy("— rien —")), *((c.value, labels.OUTPUT[c]) for c in OutputType))),
            Column(
                "quantity",
                lazy("Additionner"),
                (("", lazy("les réalisations, une fois chacune")), *((c.value, labels.QUANTITY[c]) for c in Quantity)),
            ),
            Column("professions", lazy("Professions, entre virgules")),
        ),
        _counted,
        lambda one: {
            "type": one.type.value,
            "quantity": one.quantity.value if one.quantity else "",
            "professions": joined(one.professions),
        },
        label=lazy("Compté sur les réalisations"),
        help_text=lazy(
            "Une réalisation qui ne dit pas la quantité n’est pas comptée pour zéro : la somme devient « au moins »."
        ),
    )
    code = NoneCharField(
        label=lazy("Code"),
        required=False,
        max_length=120,
        help_text=lazy("Son nom dans les formules de cette partie : lettres, chiffres, points, tirets."),
    )
    formula = NoneCharField(
        label=lazy("Formule"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
        help_text=lazy(
            "Calculé sur d’autres indicateurs de la partie, par leur code : val(a) / val(b). opt_val(a) peut manquer."
        ),
    )
    levels = RowsField(
        (Column("fr", lazy("en français")), Column("en", lazy("en anglais"))),
        _level,
        lambda one: {"fr": one.fr, "en": one.en},
        label=lazy("Niveaux de l’échelle, du plus bas au plus haut"),
    )
    breakdowns = RowsField(
        (Column("name", lazy("Nom")), Column("values", lazy("Catégories, entre virgules"))),
        _breakdown,
        lambda one: {"name": one.name, "values": joined(one.values)},
        label=lazy("Ventilations demandées"),
    )
    numerator = TextField(label=lazy("Numérateur"), required=False, rows=1)
    denominator = TextField(label=lazy("Dénominateur"), required=False, rows=1)
    method = TextField(label=lazy("Méthode et source des valeurs"), required=False)
    note = TextField(label=lazy("Note publique"), required=False)
    confidence = EnumField(Confidence, labels.CONFIDENCE, label=lazy("La source"), initial=Confidence.STATED)
    slug = forms.SlugField(
        label=lazy("Adresse"),
        max_length=120,
        required=False,
        help_text=lazy("Permanente : lettres, chiffres, tirets. Vide : tirée du titre."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "subject" in self.fields:
            set_choices(self, "subject", self.around.subjects)

    def started(self, row: Any) -> dict[str, Any]:
        """The values of the record; those of a scale, of yes or no, by their words."""
        found = super().started(row)
        kind, levels = ValueKind(row.value_kind), row.levels
        found["expected"] = tuple(replace(one, value=shown_value(one.value, kind, levels)) for one in row.expected)
        if row.baseline is not None and row.baseline.value is not None:
            found["baseline"] = replace(row.baseline, value=shown_value(row.baseline.value, kind, levels))
        return found

    def clean(self) -> dict[str, Any]:
        """The address from the title; values as the kind of the indicator takes them."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "slug" in self.fields and not data.get("slug") and data.get("title"):
            data["slug"] = slugify(data["title"].value)[:100].strip("-")
        kind, levels = data.get("value_kind") or ValueKind.NUMBER, data.get("levels") or ()
        if kind is ValueKind.ORDINAL and not levels and "levels" not in self.errors:
            self.add_error("levels", _("Nommez les niveaux, du plus bas au plus haut."))
            return data
        for name, facts in (("expected", data.get("expected")), ("baseline", data.get("baseline"))):
            if facts:
                data[name] = self._plain_values(name, facts, kind, levels)
        return data

    def _plain_values(self, name: str, facts: Any, kind: ValueKind, levels: Iterable[Level]) -> Any:
        """The same facts with their values as decimal strings; what is no such value is said."""
        try:
            if isinstance(facts, tuple):
                return tuple(replace(one, value=plain_value(one.value, kind, levels)) for one in facts)
            return facts if facts.value is None else replace(facts, value=plain_value(facts.value, kind, levels))
        except NotAValue as error:
            self.add_error(name, str(error))
            return facts


class AnswerForm(FactForm):
    """What a body answers to an indicator proposed by another."""

    once = frozenset({"indicator"})

    indicator = forms.ChoiceField(label=lazy("Indicateur proposé par un autre organisme"))
    answer = EnumField(
        AnswerKind, labels.ANSWER, label=lazy("Réponse"), help_text=lazy("Pas de réponse n’est pas un refus.")
    )
    said_by = OrgField(label=lazy("Qui répond"))
    said = WhenField(label=lazy("Dit le"), required=False, help_text=DATE_HINT)
    text = TextField(label=lazy("En mots, et pourquoi"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["said_by"].initial = self.around.owner
        if "indicator" in self.fields:
            set_choices(self, "indicator", (("", "—"), *self.around.others_indicators))
