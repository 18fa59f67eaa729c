"""Forms of a plan's description: the plan, its titles, numbers, events, overlaps, sections."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.facts.common import Confidence
from jalon.facts.plan import LevelName
from jalon.methods import dates
from jalon.office import labels
from jalon.office.forms.base import FactForm, set_choices
from jalon.office.forms.fields import (
    EnumField,
    NoneCharField,
    OrgsField,
    TextField,
    TextsField,
    WhenField,
    lines,
)

DATE_HINT = lazy("Comme la source l’écrit : « 12 mars 2024 », « fin 2018 », « tous les ans ». Ou en EDTF : 2024-03~. "
                 "Pour fixer la lecture : fin 2018 = 2018-12~")  # fmt: skip


class TitleForm(FactForm):
    """A title."""

    text = TextField(label=lazy("Intitulé"), rows=2)


class LevelsField(forms.CharField):
    """The plan's words for its levels, one a line, French then English."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """One a line."""
        if isinstance(value, list | tuple):
            return "\n".join(f"{level.fr} / {level.en}" for level in value)
        return value

    def clean(self, value: Any) -> Any:
        """The levels."""
        found = []
        for line in lines(super().clean(value)):
            french, sign, english = line.partition("/")
            if not sign or not french.strip() or not english.strip():
                raise forms.ValidationError(
                    _("« %(line)s » : écrivez le mot français, une barre, le mot anglais.") % {"line": line}
                )
            found.append(LevelName(fr=french.strip(), en=english.strip()))
        return tuple(found)


class EdtfField(forms.CharField):
    """A date in EDTF or in words, kept as EDTF."""

    def clean(self, value: Any) -> Any:
        """The EDTF string."""
        words = super().clean(value)
        found, _rhythm = dates.parse_printed(words) if words else (None, None)
        if found is None:
            raise forms.ValidationError(_("« %(words)s » ne se lit pas comme une date.") % {"words": words})
        return str(found)


class PlanForm(FactForm):
    """A plan. A new one also takes its first title."""

    once = frozenset({"title"})

    title = TextField(label=lazy("Intitulé du plan"), rows=2)
    slug = forms.SlugField(
        label=lazy("Adresse"),
        max_length=120,
        help_text=lazy("Permanente : lettres, chiffres, tirets. Par exemple plan-4."),
    )
    rank = forms.IntegerField(
        label=lazy("Rang"), min_value=1, max_value=999, help_text=lazy("1 pour le premier plan du pays.")
    )
    period = WhenField(label=lazy("Période"), help_text=DATE_HINT)
    known_until = EdtfField(
        label=lazy("Regardé jusqu’au"),
        max_length=60,
        help_text=lazy("Après cette date, personne n’a regardé : rien n’est dit en retard."),
    )
    text_read = forms.BooleanField(label=lazy("Le texte même du plan a été lu"), required=False)
    stated_sections = forms.IntegerField(
        label=lazy("Nombre d’axes annoncé"), required=False, min_value=0, max_value=9999
    )
    levels = LevelsField(label=lazy("Noms des niveaux"), required=False, help_text=lazy("Un par ligne : axe / axis"))
    financing = TextField(label=lazy("Financement"), required=False)
    preparation = TextField(label=lazy("Préparation"), required=False)
    period_notes = TextsField(label=lazy("Ce que d’autres sources disent de la période"), required=False)
    notes = TextsField(label=lazy("Notes publiques"), required=False)


class StatedNumberForm(FactForm):
    """A number of measures that a source states."""

    value = forms.IntegerField(label=lazy("Nombre de mesures"), min_value=0, max_value=99999)
    said_by = OrgsField(label=lazy("Qui le dit"), required=False, help_text=lazy("Un organisme par ligne."))
    note = TextField(label=lazy("Note"), required=False)


class EventForm(FactForm):
    """A dated event of a plan."""

    when = WhenField(label=lazy("Date"), help_text=DATE_HINT)
    text = TextField(label=lazy("Ce qui s’est passé"))
    confidence = EnumField(Confidence, labels.CONFIDENCE, label=lazy("La source"), initial=Confidence.STATED)


class OverlapForm(FactForm):
    """A measure that another plan also holds."""

    other_plan = TextField(label=lazy("Autre plan ou stratégie"), rows=2)
    other_measure = NoneCharField(label=lazy("Sa mesure"), required=False, max_length=300)
    item = TextField(label=lazy("Ce qui est commun"), required=False)
    note = TextField(label=lazy("Note"), required=False)
    confidence = EnumField(Confidence, labels.CONFIDENCE, label=lazy("La source"), initial=Confidence.STATED)


class SectionForm(FactForm):
    """A level of the tree. Its place is chosen when it is made; `MoveForm` changes it."""

    once = frozenset({"parent"})

    parent = forms.ChoiceField(label=lazy("Sous"), required=False)
    label = forms.CharField(
        label=lazy("Numéro ou lettre"),
        required=False,
        max_length=80,
        help_text=lazy("Comme dans le plan : « Axe 2 », « 2.1 »."),
    )
    title = TextField(
        label=lazy("Intitulé"), required=False, rows=2, help_text=lazy("Laissez vide s’il n’a pas été lu.")
    )
    note = TextField(label=lazy("Note"), required=False)
    confidence = EnumField(Confidence, labels.CONFIDENCE, label=lazy("La source"), initial=Confidence.STATED)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "parent" in self.fields:
            set_choices(self, "parent", (("", lazy("— le plan —")), *self.around.sections))
