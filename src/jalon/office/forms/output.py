"""The form of an output of the ledger: what was carried out."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.facts.common import Confidence
from jalon.facts.indicator import ValueKind
from jalon.facts.output import QUANTITIES, Amount, OutputType, Quantity
from jalon.facts.series import Precision
from jalon.office import labels
from jalon.office.around import uid_or_none
from jalon.office.forms.base import FactForm, set_choices
from jalon.office.forms.fields import (
    DecimalTextField,
    EnumField,
    LinesField,
    NoneCharField,
    OrgField,
    OrgsField,
    TextField,
    WhenField,
)
from jalon.office.forms.indicator import EXACTNESS
from jalon.office.forms.plan import DATE_HINT
from jalon.office.forms.rows import Cells, Column, RowsField, needed
from jalon.office.forms.values import NotAValue, plain_value


def _amount(row: Cells) -> Amount:
    needed(row, "quantity", "value", words=_("choisissez ce qui est compté, et donnez un nombre."))
    try:
        value = plain_value(row["value"], ValueKind.NUMBER)
    except NotAValue as error:
        raise forms.ValidationError(str(error)) from None
    return Amount(quantity=Quantity(row["quantity"]), value=value, precision=Precision(row["precision"]))


def _shown(one: Amount) -> Cells:
    return {"quantity": one.quantity.value, "value": one.value, "precision": one.precision.value}


class OutputForm(FactForm):
    """Something carried out, for measures, sections or plans of whatever body."""

    rare = frozenset(
        {"counterparts", "beneficiaries", "channels", "languages", "property_type", "money", "currency", "years",
         "said_by", "said", "note", "confidence"}
    )  # fmt: skip

    type = EnumField(OutputType, labels.OUTPUT, label=lazy("Sorte"), radio=False)
    title = TextField(label=lazy("Ce qui a été fait"), rows=2)
    when = WhenField(label=lazy("Quand"), help_text=DATE_HINT)
    subjects = forms.MultipleChoiceField(
        label=lazy("Pour quelles mesures"),
        required=False,
        help_text=lazy("Plusieurs choix possibles : la réalisation n’est comptée qu’une fois."),
    )
    territory_uid = forms.TypedChoiceField(
        label=lazy("Territoire"),
        required=False,
        coerce=uid_or_none,
        empty_value=None,
        help_text=lazy(
            "Au plus fin le département ; un lieu plus précis n’est jamais publié pour une place d’accueil."
        ),
    )
    place = NoneCharField(label=lazy("Lieu, dans les mots de la source"), required=False, max_length=300)
    carried_out_by = OrgsField(label=lazy("Qui l’a fait"), required=False, help_text=lazy("Un organisme par ligne."))
    professions = LinesField(
        label=lazy("Professions formées ou visées"), required=False, help_text=lazy("Une par ligne.")
    )
    amounts = RowsField(
        (
            Column(
                "quantity", lazy("Ce qui est compté"), (("", "—"), *((c.value, labels.QUANTITY[c]) for c in Quantity))
            ),
            Column("value", lazy("Nombre"), width="w10"),
            Column("precision", lazy("Exactitude"), EXACTNESS),
        ),
        _amount,
        _shown,
        label=lazy("Quantités"),
        help_text=lazy("Seulement celles que la source dit : une quantité qui n’est pas dite n’est pas zéro."),
    )
    counterparts = OrgsField(
        label=lazy("Avec qui"), required=False, help_text=lazy("Plateformes, secteurs, partenaires : un par ligne.")
    )
    beneficiaries = OrgsField(
        label=lazy("Bénéficiaires"), required=False, help_text=lazy("Des organismes, jamais des personnes.")
    )
    channels = LinesField(
        label=lazy("Canaux"), required=False, help_text=lazy("Affiche, radio, réseau social : un par ligne.")
    )
    languages = LinesField(label=lazy("Langues"), required=False, help_text=lazy("Un code par ligne : fr, en, ro."))
    property_type = NoneCharField(label=lazy("Nature du bien"), required=False, max_length=200)
    money = DecimalTextField(
        label=lazy("Montant ou valeur"),
        required=False,
        max_length=80,
        help_text=lazy("Jamais additionné d’une année à l’autre."),
    )
    currency = forms.RegexField(
        r"^[A-Z]{3}$",
        label=lazy("Monnaie"),
        initial="EUR",
        max_length=3,
        error_messages={"invalid": lazy("Trois lettres capitales : EUR.")},
    )
    years = WhenField(label=lazy("Pour les années"), required=False, help_text=DATE_HINT)
    said_by = OrgField(label=lazy("Qui le dit"), required=False)
    said = WhenField(label=lazy("Dit le"), required=False, help_text=DATE_HINT)
    note = TextField(label=lazy("Note publique"), required=False)
    confidence = EnumField(Confidence, labels.CONFIDENCE, label=lazy("La source"), initial=Confidence.STATED)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_subjects()
        self._offer_territories()

    def _offer_subjects(self) -> None:
        groups = tuple((name, held) for name, held in self.around.subjects if name and not isinstance(held, str))
        known = {uid for _name, held in groups for uid, _words in held}
        kept = [(uid, uid) for uid in self.initial.get("subjects") or () if uid not in known]
        set_choices(self, "subjects", [*groups, *kept])

    def _offer_territories(self) -> None:
        start = self.initial.get("territory_uid")
        known = {uid for _name, held in self.around.territories for uid, _words in held}
        kept = [(str(start), str(start))] if start and str(start) not in known else []
        set_choices(self, "territory_uid", [("", lazy("— non dit —")), *self.around.territories, *kept])

    def clean_subjects(self) -> tuple[str, ...]:
        """The uids."""
        return tuple(self.cleaned_data["subjects"])

    def clean(self) -> dict[str, Any]:
        """Each quantity once, among those of the sort."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "type" in data and "amounts" in data:
            allowed = QUANTITIES[data["type"]]
            wrong = [str(labels.QUANTITY[one.quantity]) for one in data["amounts"] if one.quantity not in allowed]
            if wrong:
                self.add_error("amounts", _not_so(wrong, allowed))
        return data


def _not_so(wrong: list[str], allowed: tuple[Quantity, ...]) -> str:
    named = ", ".join(wrong)
    if not allowed:
        return _("Cette sorte ne se compte pas\u00a0: retirez %(wrong)s.") % {"wrong": named}
    may = ", ".join(str(labels.QUANTITY[one]) for one in allowed)
    message = _("Cette sorte se compte en %(may)s\u00a0: retirez %(wrong)s, ou changez la sorte.")
    return message % {"may": may, "wrong": named}
