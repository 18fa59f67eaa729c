"""Forms of lineage between plans and of overlaps: proposed by likeness or by a source, decided by a person with a reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.facts.common import Confidence, Link, Text
from jalon.facts.lineage import LineageKind, OtherPlan, OverlapNature
from jalon.office import labels
from jalon.office.around import uid_or_none
from jalon.office.commitment_choices import published_plans
from jalon.office.forms.base import FactForm, PlainForm, set_choices
from jalon.office.forms.fields import EnumField, OrgField, TextField, WhenField
from jalon.office.forms.plan import DATE_HINT
from jalon.office.forms.rows import Cells, Column, OneRowField, needed
from jalon.portal import committed_words as words


def _uids(value: Any) -> list[str]:
    """Several uids: those of a record, or those of an address between commas."""
    return value.split(",") if isinstance(value, str) else [str(one) for one in value or ()]


class LineageForm(FactForm):
    """What became of measures of a plan in a later one, as a person decides."""

    rare = frozenset({"confidence"})

    earlier_plan_uid = forms.TypedChoiceField(label=lazy("Premier plan"), coerce=uid_or_none)
    later_plan_uid = forms.TypedChoiceField(label=lazy("Plan suivant"), coerce=uid_or_none)
    kind = EnumField(LineageKind, words.LINEAGE, label=lazy("Ce qu’elle devient"))
    earlier = forms.MultipleChoiceField(label=lazy("Mesures du premier plan"), required=False,
                                        help_text=lazy("Aucune si elle est nouvelle."))  # fmt: skip
    later = forms.MultipleChoiceField(label=lazy("Mesures du plan suivant"), required=False,
                                      help_text=lazy("Aucune si elle est abandonnée."))  # fmt: skip
    text = TextField(label=lazy("Pourquoi"), rows=4)
    said_by = OrgField(label=lazy("Qui le dit"))
    said = WhenField(label=lazy("Dit le"), required=False, help_text=DATE_HINT)
    confidence = EnumField(Confidence, labels.CONFIDENCE, label=lazy("La source"), initial=Confidence.STATED)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = published_plans()
        for name in ("earlier_plan_uid", "later_plan_uid"):
            set_choices(self, name, found.plan_choices(self.initial.get(name), blank="—"))
        for name in ("earlier", "later"):
            self.initial[name] = _uids(self.initial.get(name))
            set_choices(self, name, found.measure_choices(self.initial[name]))

    def clean_earlier(self) -> tuple[str, ...]:
        """Their uids."""
        return tuple(self.cleaned_data["earlier"])

    def clean_later(self) -> tuple[str, ...]:
        """Their uids."""
        return tuple(self.cleaned_data["later"])


class DecideForm(PlainForm):
    """Why a person decides on what was proposed."""

    reason = TextField(label=lazy("Pourquoi"), rows=4)
    said_by = OrgField(label=lazy("Qui le décide"))
    said = WhenField(label=lazy("Décidé le"), required=False, help_text=DATE_HINT)


class DecideLineageForm(DecideForm):
    """What the measures became, as a person decides."""

    kind = EnumField(LineageKind, words.LINEAGE, label=lazy("Ce qu’elle devient"))

    field_order = ["kind"]


def _other(row: Cells) -> OtherPlan:
    needed(row, "title", words=_("écrivez le titre de l’autre plan."))
    return OtherPlan(
        title=Text(value=row["title"]), plan=row.get("plan") or None, reference=row.get("reference") or None
    )


class OverlapForm(FactForm):
    """That a plan, or one of its measures, overlaps another plan. It waits for a person to confirm it."""

    once = frozenset({"plan_uid"})
    rare = frozenset({"confidence"})

    plan_uid = forms.TypedChoiceField(label=lazy("Plan"), coerce=uid_or_none)
    measure_uid = forms.TypedChoiceField(label=lazy("Mesure"), coerce=uid_or_none, required=False, empty_value=None)
    other = OneRowField(
        (Column("title", lazy("Titre")), Column("reference", lazy("Mesure ou ligne, dans ses mots"))),
        _other,
        lambda one: {"title": one.title.value, "reference": one.reference or "", "plan": one.plan or ""},
        label=lazy("L’autre plan"),
    )
    natures = forms.TypedMultipleChoiceField(
        label=lazy("En quoi"), required=False, coerce=OverlapNature, widget=forms.CheckboxSelectMultiple,
        choices=[(one.value, words.NATURE[one]) for one in OverlapNature],
        help_text=lazy("« Même argent » est un double compte possible : vu de votre équipe seule tant que personne ne l’a confirmé."),
    )  # fmt: skip
    item = TextField(label=lazy("Ce qui se recoupe"), required=False, rows=2)
    text = TextField(label=lazy("Pourquoi"), required=False, rows=3)
    said_by = OrgField(label=lazy("Qui le dit"), required=False)
    said = WhenField(label=lazy("Dit le"), required=False, help_text=DATE_HINT)
    confidence = EnumField(Confidence, labels.CONFIDENCE, label=lazy("La source"), initial=Confidence.STATED)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found, measure = published_plans(), self.initial.get("measure_uid")
        if "plan_uid" in self.fields:
            set_choices(self, "plan_uid", found.plan_choices(blank="—"))
        set_choices(self, "measure_uid", found.measure_choices([measure] if measure else (), blank="—"))
        other = self.initial.get("other")
        plans = found.plan_choices(other.plan if other else None, blank=lazy("— pas dans le registre —"))
        widget: Any = self.fields["other"].widget
        widget.columns = (*widget.columns, Column("plan", lazy("Ce plan, dans le registre"), tuple(plans)))

    def clean_other(self) -> OtherPlan:
        """The other plan is named."""
        if self.cleaned_data["other"] is None:
            raise forms.ValidationError(_("Nommez l’autre plan."))
        found: OtherPlan = self.cleaned_data["other"]
        return found

    def clean_natures(self) -> tuple[OverlapNature, ...]:
        """In the order of the list."""
        return tuple(self.cleaned_data["natures"])

    def values(self) -> dict[str, Any]:
        """New, or newly said to hold the same money: proposed, until a person confirms it."""
        found, money = super().values(), OverlapNature.SAME_MONEY
        if self.row is None or money in found["natures"] and money not in self.row.natures:
            return found | {"link": Link.PROPOSED}
        return found
