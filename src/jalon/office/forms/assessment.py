"""Forms of what an evaluation says of one object, of what that rests on, and of the team's private note."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.evaluation import enums
from jalon.facts.common import Confidence, Known, Link
from jalon.facts.evaluating import MAY, NEEDS
from jalon.facts.evaluation import Evidence, EvidenceKind, Inquiry, NoVerdict
from jalon.office import labels
from jalon.office.forms.base import FactForm, PlainForm
from jalon.office.forms.evaluating import REASONS, AroundForm
from jalon.office.forms.fields import EnumField, NoneCharField, OrgField, TextField, WhenField
from jalon.office.forms.plan import DATE_HINT
from jalon.ui.templatetags.ui import mark

OBJECTS = (enums.Assessed.THEME, enums.Assessed.GAP, enums.Assessed.PLAN, enums.Assessed.GROUP, enums.Assessed.SECTION)


def marked(levels: Iterable[tuple[str, str, str]]) -> list[tuple[str, Any]]:
    """Levels (code, sign, words) to choose from: the sign beside the word, never alone."""
    return [(code, format_html("{} {}", mark(sign), words)) for code, sign, words in levels]


class AssessmentForm(FactForm):
    """A level or a reason for none, the adopted sentence with its place, what is known of evidence."""

    once = frozenset({"object", "subjects"})
    rare = frozenset({"said", "link", "confidence", "note"})

    object = forms.ChoiceField(label=lazy("De quoi parle-t-elle"), choices=[(one.value, one.label) for one in OBJECTS], widget=forms.RadioSelect, initial="theme")  # fmt: skip
    subjects = forms.MultipleChoiceField(
        label=lazy("Objets du plan"), required=False, help_text=lazy("Un seul pour le plan ou un niveau, plusieurs pour un groupe, aucun s’il le faut.")
    )  # fmt: skip
    topic = NoneCharField(label=lazy("Thème, groupe ou manque, dans les mots de l’évaluateur"), required=False, max_length=500)  # fmt: skip
    level = forms.ChoiceField(label=lazy("Niveau"), required=False, widget=forms.RadioSelect)
    no_verdict = EnumField(NoVerdict, REASONS, blank=lazy("— il y a un niveau, ou un avis en mots —"),
                           label=lazy("Raison, s’il n’y a pas de verdict"), radio=False)  # fmt: skip
    text = TextField(label=lazy("Phrase adoptée"), required=False, rows=3, help_text=lazy("Publiée mot pour mot. Deux phrases au plus."))  # fmt: skip
    paragraph = NoneCharField(label=lazy("Paragraphe"), required=False, max_length=120)
    page = NoneCharField(label=lazy("Page"), required=False, max_length=120)
    evidence_known = EnumField(Known, labels.KNOWN, label=lazy("Preuves, s’il n’y en a pas plus bas"), initial=Known.NOT_LOOKED_AT, radio=False)  # fmt: skip
    said = WhenField(label=lazy("Dit le, si ce n’est pas la date de l’évaluation"), required=False, help_text=DATE_HINT)
    link = EnumField(Link, labels.LINK, label=lazy("Lien avec l’objet"), initial=Link.STATED)
    confidence = EnumField(Confidence, labels.CONFIDENCE, label=lazy("La source"), initial=Confidence.STATED)
    note = TextField(label=lazy("Note publique"), required=False)

    def __init__(self, *args: Any, levels: Any = (), subjects: Any = (), measure: bool = False, **kwargs: Any) -> None:
        """`levels`: code, sign, words; `measure`: its object is one measure, which the address names."""
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [("", lazy("aucun")), *marked(levels)]  # type: ignore[attr-defined]
        if not levels:
            del self.fields["level"]
        if measure:
            for name in {"object", "subjects", "topic"} & self.fields.keys():
                del self.fields[name]
        elif "subjects" in self.fields:
            self.fields["subjects"].choices = subjects  # type: ignore[attr-defined]

    def clean_level(self) -> str | None:
        """The code, or None."""
        return self.cleaned_data["level"] or None

    def clean_subjects(self) -> tuple[str, ...]:
        """The uids."""
        return tuple(self.cleaned_data["subjects"])


class NoteForm(PlainForm):
    """The team's private note."""

    text = forms.CharField(
        label=lazy("Note privée"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class EvidenceForm(AroundForm):
    """One thing that a verdict rests on: the fields of its kind alone."""

    file = forms.FileField(label=lazy("Fichier"), help_text=lazy("Gardé pour l’équipe ; son empreinte est publiée, pas le fichier."))  # fmt: skip
    url = forms.URLField(label=lazy("Adresse"), max_length=2000, assume_scheme="https")
    seen = WhenField(label=lazy("Vue le"), help_text=DATE_HINT)
    name = NoneCharField(label=lazy("Titre"), required=False, max_length=300)
    of = forms.ChoiceField(label=lazy("Lequel"))
    body = OrgField(label=lazy("Organisme entendu"), help_text=lazy("Un organisme, jamais une personne."))
    when = WhenField(label=lazy("Le"), help_text=DATE_HINT)
    to = OrgField(label=lazy("Questionnaire adressé à"), required=False)
    asked = WhenField(label=lazy("Envoyé le"), help_text=DATE_HINT)
    reminded = WhenField(label=lazy("Relancé le"), required=False, help_text=DATE_HINT)
    answered = WhenField(label=lazy("Réponse reçue le"), required=False, help_text=DATE_HINT)
    silent_until = WhenField(
        label=lazy("Toujours sans réponse au"),
        required=False,
        help_text=lazy("Le dernier jour où vous l’avez vérifié."),
    )
    reference = NoneCharField(
        label=lazy("Référence du témoignage"), max_length=60,
        help_text=lazy("Un code de votre choix, par exemple T-12 : ni nom, ni lieu, ni âge, rien de la personne."),
    )  # fmt: skip
    page = NoneCharField(label=lazy("Page"), required=False, max_length=120)
    quote = TextField(label=lazy("Citation"), required=False, rows=2, help_text=lazy("Mot pour mot. Laissez vide si vous résumez."))  # fmt: skip
    text = TextField(label=lazy("Résumé"), required=False, rows=2)

    INQUIRY = frozenset({"to", "asked", "reminded", "answered", "silent_until"})

    def __init__(self, *args: Any, kind: EvidenceKind, things: Any = (), **kwargs: Any) -> None:
        """`things`: what can be pointed at (uid, words), for an indicator, an output or a statement."""
        self.kind = kind
        super().__init__(*args, **kwargs)
        wanted = {*NEEDS[kind], *MAY[kind]}
        wanted |= self.INQUIRY if kind is EvidenceKind.QUESTIONNAIRE else set()
        wanted |= {"file"} if kind is EvidenceKind.FILE else set()
        wanted -= {"url", "seen", "name"} if kind is EvidenceKind.FILE else set()
        for name in set(self.fields) - wanted - {"expected_revision"}:
            del self.fields[name]
        if "of" in self.fields:
            self.fields["of"].choices = list(things)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A quotation of a file has its page."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.kind is EvidenceKind.FILE and data.get("quote") and not data.get("page"):
            self.add_error("page", _("Indiquez la page de la citation."))
        return data

    def evidence(self) -> Evidence:
        """The fact; the file's hash and type are read from it by the action."""
        data = self.cleaned_data
        names = [name for name in Evidence.__dataclass_fields__ if name in data]
        held = {name: data[name] for name in names}
        if self.kind is EvidenceKind.QUESTIONNAIRE:
            reminded = (data["reminded"],) if data["reminded"] else ()
            held["inquiry"] = Inquiry(asked=data["asked"], to=data["to"], reminded=reminded, answered=data["answered"], silent_until=data["silent_until"])  # fmt: skip
        if self.kind is EvidenceKind.FILE:
            held["name"] = data["file"].name
        return Evidence(kind=self.kind, **held)
