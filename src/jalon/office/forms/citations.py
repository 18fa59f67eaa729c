"""Sources beside a form: those of the part, or a new one; where in it, its words, stated or inferred."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.facts.common import Citation, Confidence
from jalon.office.forms.base import Choices, set_choices

NEW = "new"
MOST = 30
FIELDS = (
    ("", lazy("toute la fiche")),
    ("text", lazy("le texte")),
    ("organisation", lazy("l’organisme nommé")),
    ("due", lazy("l’échéance")),
    ("said", lazy("la date")),
)


class CitationForm(forms.Form):
    """One source of a fact."""

    source = forms.ChoiceField(label=lazy("Source"), required=False)
    new_address = forms.CharField(
        label=lazy("Adresse de la nouvelle source"), required=False, max_length=2000,
        help_text=lazy("Adresse web, ou comment trouver le document. À remplir si la source n’est pas dans la liste."),
    )  # fmt: skip
    new_title = forms.CharField(label=lazy("Titre de la nouvelle source"), required=False, max_length=500)
    locator = forms.CharField(
        label=lazy("Où dans la source"), required=False, max_length=300, help_text=lazy("Page, article, paragraphe.")
    )
    quote = forms.CharField(
        label=lazy("Les mots lus"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=lazy("Recopiés tels quels ; seront montrés entre guillemets."),
    )  # fmt: skip
    confidence = forms.ChoiceField(
        label=lazy("La source"), choices=((Confidence.STATED.value, lazy("l’énonce")), (Confidence.INFERRED.value, lazy("permet de le déduire"))),
        initial=Confidence.STATED.value, widget=forms.RadioSelect,
    )  # fmt: skip
    field = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)

    def __init__(self, *args: Any, sources: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = (("", lazy("— aucune —")), (NEW, lazy("Nouvelle source, décrite ci-dessous")), *sources)
        set_choices(self, "source", offered)
        self.order_fields(["source"])

    def clean(self) -> dict[str, Any]:
        """A new source has an address; words and places belong to a source."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = data.get("source", "")
        if data.get("new_address") and not chosen:
            data["source"] = chosen = NEW
        if chosen == NEW and not data.get("new_address"):
            self.add_error(
                "new_address", _("Écrivez l’adresse de la nouvelle source, ou choisissez-en une dans la liste.")
            )
        if not chosen and (data.get("locator") or data.get("quote")):
            self.add_error("source", _("Choisissez la source où se trouvent cette page ou ces mots."))
        return data

    @property
    def given(self) -> bool:
        """Whether a source was chosen."""
        return bool(self.cleaned_data.get("source"))


class CitationForms(forms.BaseFormSet[CitationForm]):
    """All sources of one fact; rows left empty count for nothing."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """The box that takes a source out."""
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = lazy("Ôter cette source")

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """The same sources for each row."""
        return dict(super().get_form_kwargs(index))

    def citations(self, made: Mapping[str, str]) -> tuple[Citation, ...]:
        """The citations. `made`: the uids of the new sources by their addresses."""
        rows = (form.cleaned_data for form in self.forms if form.given and not form.cleaned_data.get("DELETE"))
        return tuple(
            Citation(
                source=made[row["new_address"]] if row["source"] == NEW else row["source"],
                field=row["field"],
                locator=row["locator"] or None,
                quote=row["quote"] or None,
                confidence=Confidence(row["confidence"]),
            )
            for row in rows
        )

    def new_sources(self) -> dict[str, str]:
        """Addresses and titles of the sources to be made."""
        rows = (form.cleaned_data for form in self.forms if form.given and not form.cleaned_data.get("DELETE"))
        return {row["new_address"]: row["new_title"] for row in rows if row["source"] == NEW}


def citation_forms(data: Any, citations: Iterable[Citation], sources: Choices, *, more: int = 1) -> CitationForms:
    """The rows for these citations, and `more` empty ones."""
    initial = [
        {
            "source": c.source,
            "field": c.field,
            "locator": c.locator or "",
            "quote": c.quote or "",
            "confidence": c.confidence.value,
        }
        for c in citations
    ]
    factory = forms.formset_factory(
        CitationForm,
        formset=CitationForms,
        extra=more,
        can_delete=True,
        can_delete_extra=False,
        max_num=MOST,
        absolute_max=MOST,
    )
    made = factory(data, initial=initial, prefix="sources", form_kwargs={"sources": sources})
    if not isinstance(made, CitationForms):
        raise TypeError("The factory gives the set that it was asked for.")
    return made
