"""Forms of a measure and of what hangs from it: steps, documents, means."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.facts.common import Confidence, Visibility
from jalon.facts.plan import MeansKind, MeasureKind
from jalon.office import labels
from jalon.office.forms.base import FactForm, set_choices
from jalon.office.forms.fields import (
    CodesField,
    DecimalTextField,
    EnumField,
    LinesField,
    NoneCharField,
    TextField,
    WhenField,
)
from jalon.office.forms.plan import DATE_HINT


class MeasureForm(FactForm):
    """A measure. A new one also takes its first title and its place."""

    once = frozenset({"title", "section"})
    rare = frozenset(
        {"section_confidence", "section_words", "group", "forms", "target_groups", "keywords", "note", "confidence"}
    )

    kind = EnumField(MeasureKind, labels.MEASURE, label=lazy("Nature"), initial=MeasureKind.MEASURE)
    number = NoneCharField(
        label=lazy("Numéro"),
        required=False,
        max_length=40,
        help_text=lazy("Celui du plan. Vide pour un élément attesté."),
    )
    title = TextField(label=lazy("Intitulé"), rows=2)
    section = forms.ChoiceField(label=lazy("Sous"), required=False)
    section_confidence = EnumField(
        Confidence, labels.CONFIDENCE, label=lazy("Sa place : la source"), initial=Confidence.STATED
    )
    section_words = NoneCharField(
        label=lazy("Axe tel qu’écrit"),
        required=False,
        max_length=500,
        help_text=lazy("Quand les axes du plan n’ont pas été lus."),
    )
    group = TextField(
        label=lazy("Action"),
        required=False,
        rows=2,
        help_text=lazy("Un titre que le plan imprime entre l’axe et la mesure."),
    )
    planned = TextField(label=lazy("Ce qui est prévu"), required=False)
    forms = CodesField(label=lazy("Formes d’exploitation"), required=False)
    target_groups = CodesField(label=lazy("Publics visés"), required=False)
    keywords = LinesField(label=lazy("Mots-clés"), required=False, help_text=lazy("Un par ligne."))
    note = TextField(label=lazy("Note publique"), required=False)
    confidence = EnumField(
        Confidence, labels.CONFIDENCE, label=lazy("La mesure : la source"), initial=Confidence.STATED
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "section" in self.fields:
            set_choices(self, "section", (("", lazy("— place inconnue —")), *self.around.sections))
        for name in ("forms", "target_groups"):
            if not self.fields[name].choices:  # type: ignore[attr-defined]  # no vocabulary here: nothing to choose
                del self.fields[name]


class StepForm(FactForm):
    """A step of a measure."""

    title = TextField(label=lazy("Jalon"), rows=2)
    due = WhenField(label=lazy("Dû pour"), required=False, help_text=DATE_HINT)
    done = WhenField(label=lazy("Atteint le"), required=False, help_text=lazy("Vide tant qu’on ne le sait pas."))


class DocumentForm(FactForm):
    """A document of a plan or measure, with the file when there is one."""

    outside = FactForm.outside | {"file"}

    title = TextField(label=lazy("Titre du document"), rows=2)
    when = WhenField(label=lazy("Date du document"), required=False, help_text=DATE_HINT)
    visibility = EnumField(Visibility, labels.VISIBILITY, label=lazy("Qui peut le voir"), initial=Visibility.TEAM)
    file = forms.FileField(
        label=lazy("Fichier"),
        required=False,
        help_text=lazy("PDF, image, texte, tableur ou document de bureautique, sans macros."),
        max_length=200,
    )

    def clean_visibility(self) -> Visibility:
        """A document that other people handed over stays where it is until somebody says otherwise."""
        return Visibility(self.cleaned_data["visibility"])


class MeansForm(FactForm):
    """A line of means."""

    rare = frozenset({"programme", "change", "fate", "posts", "in_kind", "note", "confidence", "currency"})

    item = TextField(label=lazy("Ce qui est financé ou fourni"), rows=2)
    kind = EnumField(
        MeansKind,
        labels.MEANS,
        label=lazy("Stade budgétaire"),
        help_text=lazy("Des lignes de stades, d’années ou de programmes différents ne s’ajoutent jamais."),
    )
    when = WhenField(label=lazy("Année ou date"), help_text=DATE_HINT)
    amount = DecimalTextField(
        label=lazy("Montant"),
        required=False,
        max_length=80,
        help_text=lazy("Vide si aucun montant n’est dit. Zéro est un montant."),
    )
    currency = forms.RegexField(
        r"^[A-Z]{3}$",
        label=lazy("Monnaie"),
        initial="EUR",
        max_length=3,
        error_messages={"invalid": lazy("Trois lettres capitales : EUR.")},
    )
    programme = NoneCharField(label=lazy("Programme"), required=False, max_length=500)
    change = NoneCharField(
        label=lazy("Ce qui change"),
        required=False,
        max_length=500,
        help_text=lazy("Pour un amendement : ce qu’il demande."),
    )
    fate = TextField(label=lazy("Sort de l’amendement"), required=False, rows=2)
    posts = DecimalTextField(
        label=lazy("Postes"), required=False, max_length=80, help_text=lazy("Équivalents temps plein.")
    )
    in_kind = TextField(label=lazy("En nature"), required=False, rows=2)
    note = TextField(label=lazy("Note publique"), required=False)
    confidence = EnumField(Confidence, labels.CONFIDENCE, label=lazy("La source"), initial=Confidence.STATED)

    def clean(self) -> dict[str, Any]:
        """A line says an amount, posts, something in kind, or is a principle or a finding in words."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        words = {MeansKind.PRINCIPLE, MeansKind.FINDING, MeansKind.AMENDMENT}
        if (
            data.get("kind")
            and data["kind"] not in words
            and not (data.get("amount") or data.get("posts") or data.get("in_kind"))
        ):
            self.add_error(
                "amount",
                _(
                    "Dites un montant, des postes ou un apport en nature ; sinon choisissez « principe » ou « constat »."
                ),
            )
        return data
