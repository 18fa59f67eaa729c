"""Forms of a campaign: what is asked and when, how a body is asked, reminders, steps that ask why or who."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.methods import dates
from jalon.office.forms.base import PlainForm
from jalon.office.forms.fields import LinesField, WhenField
from jalon.reporting.columns import QUESTION, STANDARD, question, standard
from jalon.reporting.enums import Format, Way
from jalon.reporting.merging.model import Column, ColumnKind

MORNING = time(8)
"""Letters that are planned for a day leave at eight o’clock where the instance is."""
SCHEDULE = (
    ("-14", lazy("14 jours avant la clôture")),
    ("-7", lazy("7 jours avant")),
    ("-1", lazy("la veille")),
    ("1", lazy("clôture\u00a0: le lendemain, à ceux qui n’ont rien rendu")),
)
DATE_MARK = lazy("(date)")
LANGUAGES = (("fr", lazy("français")), ("en", lazy("anglais")))


class DayField(forms.CharField):
    """One day, as people type it: 28 11 2026, 28/11/2026, 28 novembre 2026 or 2026-11-28."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 60)
        super().__init__(widget=forms.TextInput(attrs={"class": "w10"}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The day with figures, as the field takes it back."""
        return value.strftime("%d/%m/%Y") if isinstance(value, date) else value

    def clean(self, value: Any) -> Any:
        """The day, or None."""
        words = str(super().clean(value) or "").strip()
        if not words:
            return None
        found = read_day(words)
        if found is None:
            raise ValidationError(
                _("«\u00a0%(words)s\u00a0» n’est pas un jour. Écrivez par exemple 28 11 2026 ou 28 novembre 2026.")
                % {"words": words}
            )
        return found


def read_day(words: str) -> date | None:
    """The whole and certain day that words give, if they do."""
    plain = "/".join(words.split()) if words.replace(" ", "").isdecimal() else words
    try:
        read = dates.parse(plain)
    except dates.DateError:
        found, _rhythm = dates.parse_printed(plain)
        read = found  # type: ignore[assignment]  # None when the words give no date
    if not isinstance(read, dates.Moment) or read.precision is not dates.Precision.DAY:
        return None
    return None if read.approximate or read.uncertain else read.earliest


class CampaignForm(PlainForm):
    """A campaign: of which plan, for which session and period, what is asked."""

    plan = forms.ChoiceField(label=lazy("Plan"))
    title = forms.CharField(
        label=lazy("Titre"),
        max_length=300,
        help_text=lazy("Par exemple\u00a0: Remontées pour la session de décembre 2026."),
    )
    session = WhenField(
        label=lazy("Session du comité de suivi"), help_text=lazy("Une date, même approchée\u00a0: décembre 2026.")
    )
    period = WhenField(
        label=lazy("Période dont parlent les réponses"),
        help_text=lazy("Un mois, une année, un intervalle\u00a0: 2026, ou 2026-01/2026-06."),
    )
    opens = DayField(
        label=lazy("Ouverture prévue"),
        required=False,
        help_text=lazy("Rien ne part seul à ce jour\u00a0: vous envoyez."),
    )
    closes = DayField(label=lazy("Réponses attendues le"), help_text=lazy("Le dernier jour, par exemple 25 11 2026."))
    asked = forms.MultipleChoiceField(
        label=lazy("Ce qui est demandé de chaque mesure"), required=False, widget=forms.CheckboxSelectMultiple
    )
    indicators = forms.MultipleChoiceField(
        label=lazy("Valeurs d’indicateurs"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=lazy("Chaque valeur n’est demandée que pour la mesure de son indicateur, et pour la période seule."),
    )  # fmt: skip
    questions = LinesField(
        label=lazy("Vos questions"), required=False,
        help_text=lazy("Une par ligne, «\u00a0français | English\u00a0». Terminez par (date) pour une date. Un nombre se demande par un indicateur."),
    )  # fmt: skip
    instructions = forms.CharField(
        label=lazy("Consignes"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=lazy("Elles ouvrent le classeur et la page de réponse."),
    )  # fmt: skip
    validation = forms.BooleanField(
        label=lazy("Demander la validation par la hiérarchie de chaque organisme"), required=False, initial=True
    )
    schedule = forms.MultipleChoiceField(
        label=lazy("Relances qui partiront seules, à 8 h"), required=False, choices=SCHEDULE,
        widget=forms.CheckboxSelectMultiple, initial=["-7", "-1", "1"],
        help_text=lazy("À ceux qui n’ont rien rendu. Vous pourrez les lire, en ajouter, en annuler."),
    )  # fmt: skip

    def clean_questions(self) -> tuple[Column, ...]:
        """The campaign's own questions as columns."""
        mark = str(DATE_MARK)
        return tuple(_question(number, line, mark) for number, line in enumerate(self.cleaned_data["questions"], 1))

    def clean(self) -> dict[str, Any]:
        """Something is asked; all that is asked stands under `columns`, but for the indicators."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not (data.get("asked") or data.get("indicators") or data.get("questions")) and "questions" in data:
            self.add_error("asked", _("Choisissez au moins une chose à demander."))
        return data

    def columns(self) -> tuple[Column, ...]:
        """The standard columns that were chosen, then the questions."""
        chosen = [standard(key) for key in STANDARD if key in self.cleaned_data["asked"]]
        return (*chosen, *self.cleaned_data["questions"])


def _question(number: int, line: str, mark: str) -> Column:
    dated = line.endswith(("(date)", mark))
    words = line.removesuffix("(date)").removesuffix(mark).strip()
    fr, _sign, en = words.partition("|")
    return question(number, fr, en, ColumnKind.DATE if dated else ColumnKind.TEXT)


def question_lines(columns: tuple[Column, ...]) -> tuple[str, ...]:
    """The campaign's own questions as the form takes them."""
    asked = (column for column in columns if column.key.startswith(QUESTION))
    return tuple(
        column.fr + (f" | {column.en}" if column.en != column.fr else "") + (" (date)" if column.kind is ColumnKind.DATE else "")
        for column in asked
    )  # fmt: skip


class AskForm(PlainForm):
    """How one body is asked."""

    way = forms.ChoiceField(
        label=lazy("Comment il répond"), choices=Way.choices, widget=forms.RadioSelect, initial=Way.LINK,
        help_text=lazy("Le lien personnel ouvre la page de réponse sans compte\u00a0; un classeur y est toujours proposé."),
    )  # fmt: skip
    format = forms.ChoiceField(
        label=lazy("Classeur"), choices=Format.choices, widget=forms.RadioSelect, initial=Format.XLSX
    )
    contact = forms.EmailField(
        label=lazy("Adresse du référent"), required=False, max_length=254,
        help_text=lazy("Obligatoire, sauf pour qui répond par compte."),
    )  # fmt: skip
    contact_name = forms.CharField(
        label=lazy("Nom ou fonction du référent"), required=False, max_length=200,
        help_text=lazy("Reste au bureau."),
    )  # fmt: skip
    superior = forms.EmailField(
        label=lazy("Adresse de son supérieur"), required=False, max_length=254,
        help_text=lazy("Reçoit les relances qui le disent, sans le lien."),
    )  # fmt: skip
    language = forms.ChoiceField(label=lazy("Langue des messages et du classeur"), choices=LANGUAGES, initial="fr")
    due = DayField(label=lazy("Échéance propre à cet organisme"), required=False)


class DueForm(PlainForm):
    """Another last day for one body."""

    due = DayField(label=lazy("Nouvelle échéance pour cet organisme"), required=False)


class WhyForm(PlainForm):
    """Why something is taken out."""

    reason = forms.CharField(
        label=lazy("Pourquoi"), max_length=500, help_text=lazy("La raison reste avec la fiche, dans l’équipe.")
    )


class ValidationForm(PlainForm):
    """Who validated in the hierarchy of the body."""

    name = forms.CharField(label=lazy("Qui a validé"), max_length=200, help_text=lazy("Le nom reste au bureau."))
    function = forms.CharField(
        label=lazy("À quel titre"), max_length=200, help_text=lazy("La fonction est publiée, avec la date.")
    )


class ReminderForm(forms.Form):
    """A reminder to plan."""

    day = DayField(label=lazy("Jour"))
    hour = forms.TimeField(
        label=lazy("Heure"), initial="08:00", widget=forms.TextInput(attrs={"class": "w6"}),
        input_formats=["%H:%M", "%H h %M", "%Hh%M", "%H h", "%Hh", "%H"],
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=lazy("Message"), widget=forms.RadioSelect, initial="reminder",
        choices=(("reminder", lazy("relance, à ceux qui n’ont rien rendu")), ("closing", lazy("clôture\u00a0: le délai est passé"))),
    )  # fmt: skip
    copy = forms.BooleanField(label=lazy("Copie au supérieur désigné, sans le lien"), required=False)

    def clean(self) -> dict[str, Any]:
        """The hour, which is to come."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("day") and data.get("hour"):
            data["at"] = at_hour(data["day"], data["hour"])
            if data["at"] <= timezone.now():
                self.add_error("day", _("Cette heure est passée\u00a0: choisissez-en une à venir."))
        return data


def at_hour(day: date, hour: time = MORNING) -> datetime:
    """An hour of a day where the instance is."""
    return datetime.combine(day, hour, tzinfo=timezone.get_current_timezone())


def planned(closes: date, days: list[str]) -> list[tuple[datetime, str]]:
    """The hours and kinds of the reminders chosen around the last day; those that have passed are left out."""
    chosen = [(at_hour(closes + timedelta(days=int(n))), "closing" if int(n) > 0 else "reminder") for n in days]
    return [(at, kind) for at, kind in chosen if at > timezone.now()]


class DepositForm(forms.Form):
    """A workbook that came back by mail."""

    ask = forms.ChoiceField(
        label=lazy("Organisme"), required=False, help_text=lazy("Vide\u00a0: la clé du fichier dit de qui il est.")
    )
    sent_by = forms.CharField(
        label=lazy("Reçu de"), required=False, max_length=200,
        help_text=lazy("Qui l’a envoyé, et comment. Reste au bureau."),
    )  # fmt: skip
    file = forms.FileField(
        label=lazy("Classeur rendu (XLSX ou ODS)"), widget=forms.FileInput(attrs={"accept": ".xlsx,.ods"})
    )


class ConsolidatedForm(PlainForm):
    """The asking body's own sentence over several replies."""

    text = forms.CharField(
        label=lazy("Ligne consolidée"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=lazy("Votre phrase, en résumé. Elle ne remplace aucune réponse. Vide\u00a0: aucune."),
    )  # fmt: skip
