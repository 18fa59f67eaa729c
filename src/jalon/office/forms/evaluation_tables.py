"""Forms of tables of evaluations: what is handed in, and of which evaluation it is."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.office.forms.fields import OrgField, WhenField


class TableForm(forms.Form):
    """A pasted table or a file, and the evaluation that it is of: one that exists, or one to be made."""

    pasted = forms.CharField(
        label=lazy("Tableau collé"), required=False, widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=lazy("Copié d’un tableur, de Word ou d’une page, titres compris. Colonnes séparées par une tabulation, un point-virgule ou une barre."),
    )  # fmt: skip
    file = forms.FileField(
        label=lazy("Ou un fichier"), required=False, help_text=lazy("DOCX, XLSX, ODS ou CSV, 10\u00a0Mo au plus.")
    )
    evaluation = forms.ChoiceField(
        label=lazy("Évaluation"),
        required=False,
        help_text=lazy(
            "Une nouvelle demande un plan, un titre et un évaluateur ; les champs qui suivent ne servent qu’à elle."
        ),
    )
    plan = forms.ChoiceField(label=lazy("Plan évalué"), required=False)
    title = forms.CharField(label=lazy("Titre de l’évaluation"), required=False, max_length=300)
    evaluator = OrgField(label=lazy("Évaluateur"), required=False)
    scale = forms.ChoiceField(
        label=lazy("Échelle de l’évaluateur"), required=False,
        help_text=lazy("Les niveaux du tableau sont lus sur elle seule."),
    )  # fmt: skip
    said = WhenField(label=lazy("Date de l’évaluation"), required=False)
    own = forms.ChoiceField(
        label=lazy("Qui la fait"), required=False, widget=forms.RadioSelect, initial="recorded",
        choices=[
            ("recorded", lazy("elle est relevée de ses sources : elle part avec la prochaine version signée")),
            ("own", lazy("notre équipe la fait ici : elle commence en préparation, et reste un brouillon")),
        ],
    )  # fmt: skip
    source = forms.ChoiceField(label=lazy("Source du tableau"), required=False)

    def clean(self) -> dict[str, Any]:
        """One table; a whole evaluation when it is new."""
        data: dict[str, Any] = super().clean() or {}
        if bool(data.get("pasted", "").strip()) == bool(data.get("file")):
            self.add_error("pasted", _("Collez un tableau, ou choisissez un fichier\u00a0: l’un des deux."))
        if not data.get("evaluation"):
            for name in ("plan", "title", "evaluator"):
                if name not in self.errors and not data.get(name):
                    self.add_error(name, _("Nécessaire pour une nouvelle évaluation."))
        return data
