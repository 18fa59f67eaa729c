"""The form of a dated statement: what somebody said of a plan, section or measure."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.facts.common import Basis, Confidence, Known, Link, StatementKind
from jalon.office import labels
from jalon.office.forms.base import FactForm, set_choices
from jalon.office.forms.fields import CountsField, EnumField, NoneCharField, OrgField, TextField, WhenField
from jalon.office.forms.plan import DATE_HINT

NAMES_A_BODY = (StatementKind.COORDINATOR, StatementKind.LEAD, StatementKind.CO_LEAD, StatementKind.PARTNER)


class StatementForm(FactForm):
    """A statement. Its words never change: a correction is a new one that takes its place."""

    once = frozenset({"kind", "subject"})
    rare = frozenset({"valid_until", "outcome", "scale", "counts", "total", "topic", "link", "confidence", "note"})

    subject = forms.ChoiceField(label=lazy("De quoi parle-t-elle"))
    kind = EnumField(StatementKind, labels.STATEMENT, label=lazy("Ce qui est dit"))
    known = EnumField(Known, labels.KNOWN, label=lazy("Ce que l’on sait"), initial=Known.GIVEN,
                      help_text=lazy("« Pas trouvé » n’est pas « non »."))  # fmt: skip
    said_by = OrgField(
        label=lazy("Qui le dit"), required=False, help_text=lazy("L’organisme qui parle, dans la source.")
    )
    organisation = OrgField(
        label=lazy("Organisme nommé"),
        required=False,
        help_text=lazy("Pour une coordination, un pilote, un copilote ou un partenaire."),
    )
    basis = EnumField(Basis, labels.BASIS, blank=lazy("sans objet"), label=lazy("Comment on le sait"))
    text = TextField(label=lazy("Ce qui est dit, en mots"), required=False, rows=4)
    said = WhenField(label=lazy("Dit le"), required=False, help_text=DATE_HINT)
    due = WhenField(label=lazy("Échéance"), required=False, help_text=DATE_HINT)
    valid_until = WhenField(
        label=lazy("Vrai jusqu’au"), required=False, help_text=lazy("Vide tant que rien ne l’a contredit.")
    )
    outcome = forms.ChoiceField(label=lazy("Résultat"), required=False)
    scale = NoneCharField(label=lazy("Échelle de qui juge"), required=False, max_length=500)
    counts = CountsField(
        label=lazy("Décompte"), required=False, help_text=lazy("Un niveau par ligne : « réalisées : 3 ».")
    )
    total = forms.IntegerField(label=lazy("Sur combien"), required=False, min_value=0, max_value=99999)
    topic = NoneCharField(label=lazy("Thème, dans les mots de la source"), required=False, max_length=500)
    link = EnumField(Link, labels.LINK, label=lazy("Lien avec la mesure"), initial=Link.STATED)
    confidence = EnumField(Confidence, labels.CONFIDENCE, label=lazy("La source"), initial=Confidence.STATED)
    note = TextField(label=lazy("Note publique"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        start = self.initial.get("outcome")
        known = {str(code): label for code, label in labels.OUTCOME.items()}
        more = ((start, start),) if start and start not in known else ()
        set_choices(self, "outcome", (("", lazy("— aucun —")), *known.items(), *more))
        if "subject" in self.fields:
            set_choices(self, "subject", self.around.subjects)

    def clean_outcome(self) -> str | None:
        """A code, or None."""
        return self.cleaned_data["outcome"] or None

    def clean(self) -> dict[str, Any]:
        """A body is named by the statements that are about one, and only by them."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        kind = data.get("kind") or (StatementKind(self.row.kind) if self.row is not None else None)
        if kind and kind not in NAMES_A_BODY and data.get("organisation"):
            self.add_error(
                "organisation",
                _(
                    "Laissez vide : seules une coordination, un pilote, un copilote ou un partenaire nomment un organisme."
                ),
            )
        return data
