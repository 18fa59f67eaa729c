"""Invented data of the design page of signed-in pages: a form with each kind of field, its errors, a conflict."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.ui.notes import Notebook
from jalon.ui.pieces import Cell, Column, Crumb, Option, Pair, Problem, Row, Segment, Table
from jalon.ui.samples import SOURCES, cite, dates, texts


class SampleForm(forms.Form):
    """One field of each kind that the components draw."""

    title = forms.CharField(
        label=lazy("Intitulé"), help_text=lazy("Tel qu’il est imprimé, ou un résumé marqué comme tel."), max_length=200
    )
    note = forms.CharField(label=lazy("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    due = forms.CharField(label=lazy("Échéance"), help_text=lazy("Par exemple 2025-06 ou vers juin 2025."))
    wording = forms.ChoiceField(
        label=lazy("D’où viennent ces mots"),
        widget=forms.RadioSelect,
        choices=[("verbatim", lazy("lus dans la source")), ("summary", lazy("résumés par nous"))],
        help_text=lazy("Un résumé n’est jamais mis entre guillemets."),
    )
    forms_seen = forms.MultipleChoiceField(
        label=lazy("Formes d’exploitation"),
        widget=forms.CheckboxSelectMultiple,
        choices=[("work", lazy("travail")), ("begging", lazy("mendicité"))],
        required=False,
    )
    visible = forms.ChoiceField(
        label=lazy("Visible de"), choices=[("team", lazy("équipe")), ("public", lazy("public"))]
    )
    checked = forms.BooleanField(label=lazy("J’ai vu la page telle qu’elle paraîtra"))
    expected_revision = forms.IntegerField(widget=forms.HiddenInput, initial=3)


class Samples:
    """A form never sent, and the same sent with errors; ids do not meet."""

    @cached_property
    def empty(self) -> SampleForm:
        return SampleForm(auto_id="vide_%s", initial={"wording": "summary", "visible": "team"})

    @cached_property
    def wrong(self) -> SampleForm:
        form = SampleForm({"title": "x" * 201, "wording": "?", "expected_revision": "3"}, auto_id="faux_%s")
        form.add_error("due", _("« bientôt » n’est pas une date : écrivez 2025, 2025-06 ou 2025-06-27"))
        return form


def versus() -> dict[str, Any]:
    """Two texts of one field with what differs."""
    return {
        "mine": (Segment(_("Promis pour 2021, absent ")), Segment(_("en décembre 2025"), "ins"), Segment(".")),
        "theirs": (
            Segment(_("Promis pour 2021, absent ")),
            Segment(_("en 2024"), "del"),
            Segment(" "),
            Segment(_("et sans texte publié"), "ins"),
        ),
        "start": _("Promis pour 2021, absent en 2024."),
    }


def levels() -> tuple[Option, ...]:
    """The levels of a scale, and the choice of another nature."""
    return (
        Option("done", _("Réalisée"), mark="sq-full"),
        Option("partial", _("Partiellement réalisée"), True, _("avis de l’organisme B"), "sq-half"),
        Option("none", _("Non réalisée"), mark="sq-none"),
        Option("no_verdict", _("Pas de verdict : dites pourquoi"), mark="sq-unk", before=_("ou")),
    )


def changes() -> Table:
    """What changes between two versions of a part."""
    return Table(
        caption=_("Deux champs changés"),
        columns=(Column(_("Champ")), Column(_("Version 3")), Column(_("Version 4")), Column(_("Faits"), True)),
        rows=(
            Row((Cell(_("Intitulé")), Cell(_("Former"), summary=True), Cell(_("Former les équipes")), Cell("1"))),
            Row((Cell(_("Pilote")), Cell(kind="unknown"), Cell(_("Organisme A"), cite("plan")), Cell("2"))),
        ),
        foot=_("Rien n’est retiré."),
    )


def signature() -> tuple[Pair, ...]:
    """What a signature covers."""
    return (
        Pair(_("Partie"), _("Description du plan d’essai, version 4")),
        Pair(_("Précédente"), _("version 3")),
        Pair(_("Autre signature"), "", unknown=True),
    )


def office() -> dict[str, Any]:
    """The context of `ui/design_office.html`."""
    samples = Samples()
    return {
        "crumbs": (Crumb(_("Parties"), "/"), Crumb(_("Composants du bureau"))),
        "synthetic": True,
        "acting_for": _("l’organisme A (fictif)"),
        "visibility": "team",
        "source_notes": Notebook(SOURCES),
        "refs": cite("plan", locator="p. 12"),
        "texts": texts(),
        "dates": dates(),
        "empty_form": samples.empty,
        "wrong_form": samples.wrong,
        "one_problem": (Problem("niveau", _("Niveau : choisissez un niveau, ou dites pourquoi il n’y en a pas")),),
        "levels": levels(),
        "changes": changes(),
        "signature": signature(),
        "digest": "87686d3f1ad096d1aef10bafdefc14a24d51b61c6c2ccea36e6f0f7da7d364a8",
        "totp_url": "otpauth://totp/Jalon:essai?secret=JBSWY3DPEHPK3PXP&issuer=Jalon",
        **versus(),
    }
