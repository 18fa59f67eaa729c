"""Forms of what an evaluation says of one object, of what that rests on, and of the team's private note."""

from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.evaluation import enums
from jalon.facts.common import Confidence, Known, Link, Wording
from jalon.facts.evaluating import MAY, NEEDS
from jalon.facts.evaluation import Criterion, Evidence, EvidenceKind, Finding, Inquiry, NoVerdict
from jalon.office import labels
from jalon.office.forms.base import FactForm, PlainForm, set_choices, with_kept
from jalon.office.forms.evaluating import REASONS, AroundForm, marked
from jalon.office.forms.fields import EnumField, NoneCharField, OrgField, TextField, WhenField
from jalon.office.forms.plan import DATE_HINT
from jalon.office.forms.rows import Cells, Column, RowsField, dates_field
from jalon.portal.verdicts import CRITERION

OBJECTS = (enums.Assessed.THEME, enums.Assessed.GAP, enums.Assessed.PLAN, enums.Assessed.GROUP, enums.Assessed.SECTION)


FOUND = {
    Known.STATED_ABSENT: lazy("absent du plan, dit l’évaluateur"),
    Known.NOT_FOUND: lazy("cherché dans le plan, non trouvé"),
    Known.GIVEN: lazy("donné par le plan"),
}
"""What can be found of a criterion; « not looked at » is no finding."""


def findings_field() -> RowsField:
    """What the evaluator looked for in the plan, or in the objects of the assessment, and found or not."""
    columns = (
        Column(
            "criterion", lazy("Ce qui est attendu"), (("", "—"), *((one.value, CRITERION[one]) for one in Criterion))
        ),
        Column("known", lazy("Ce qui en est constaté"), tuple((known.value, words) for known, words in FOUND.items())),
    )
    return RowsField(
        columns, _finding, lambda one: {"criterion": one.criterion.value, "known": one.known.value},
        label=lazy("Constats par critère"),
        help_text=lazy("Ce que dit ou ne dit pas le texte du plan, par exemple aucun pilote nommé. Ils valent pour chaque objet de l’appréciation et entrent dans l’audit du plan ; videz une ligne pour la retirer."),
    )  # fmt: skip


def _finding(row: Cells) -> Finding:
    if row["criterion"] not in set(Criterion) or row["known"] not in {known.value for known in Known}:
        raise ValidationError(_("choisissez ce qui est attendu et ce qui en est constaté."))
    return Finding(criterion=Criterion(row["criterion"]), known=Known(row["known"]))


class AssessmentForm(FactForm):
    """A level or a reason for none, the adopted sentence with its place, what is known of evidence."""

    once = frozenset({"object", "subjects"})
    rare = frozenset({"findings", "said", "link", "confidence", "note"})

    object = forms.ChoiceField(label=lazy("De quoi parle-t-elle"), choices=[(one.value, one.label) for one in OBJECTS], widget=forms.RadioSelect, initial="theme")  # fmt: skip
    subjects = forms.MultipleChoiceField(
        label=lazy("Objets du plan"), required=False, help_text=lazy("Un seul pour le plan ou un niveau, plusieurs pour un groupe, aucun s’il le faut.")
    )  # fmt: skip
    topic = NoneCharField(label=lazy("Thème, groupe ou manque, dans les mots de l’évaluateur"), required=False, max_length=500)  # fmt: skip
    level = forms.ChoiceField(label=lazy("Niveau"), required=False, widget=forms.RadioSelect)
    no_verdict = EnumField(NoVerdict, REASONS, blank=lazy("— il y a un niveau, ou un avis en mots —"),
                           label=lazy("Raison, s’il n’y a pas de verdict"), radio=False)  # fmt: skip
    text = TextField(label=lazy("Phrase adoptée"), required=False, rows=3, wording=Wording.VERBATIM, help_text=lazy("Publiée mot pour mot. Deux phrases au plus."))  # fmt: skip
    paragraph = NoneCharField(label=lazy("Paragraphe"), required=False, max_length=120)
    page = NoneCharField(label=lazy("Page"), required=False, max_length=120)
    evidence_known = EnumField(Known, labels.KNOWN, label=lazy("Preuves, tant qu’aucune n’est ajoutée"), initial=Known.NOT_LOOKED_AT, radio=False)  # fmt: skip
    findings = findings_field()
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

    def clean_findings(self) -> tuple[Finding, ...]:
        """Each criterion once: two findings would contradict each other."""
        found: tuple[Finding, ...] = self.cleaned_data["findings"]
        if len({one.criterion for one in found}) < len(found):
            raise ValidationError(_("Chaque critère ne se constate qu’une fois dans une appréciation."))
        return found

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
    reminded = dates_field(lazy("Relancé le"), label=lazy("Relances"))
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
    quote = TextField(label=lazy("Citation"), required=False, rows=2, wording=Wording.VERBATIM, help_text=lazy("Mot pour mot. Laissez vide si vous résumez."))  # fmt: skip
    text = TextField(label=lazy("Résumé"), required=False, rows=2)

    INQUIRY = frozenset({"to", "asked", "reminded", "answered", "silent_until"})

    def __init__(
        self, *args: Any, kind: EvidenceKind, things: Any = (), before: Evidence | None = None, **kwargs: Any
    ) -> None:
        """`things`: what can be pointed at (uid, words), for an indicator, an output or a statement. `before`: what is
        edited; its file, with its hash and its type, stays."""
        self.kind, self.before = kind, before
        started = evidence_values(before) if before else {}
        super().__init__(*args, initial={**started, **kwargs.pop("initial", {})}, **kwargs)
        wanted = {*NEEDS[kind], *MAY[kind]}
        wanted |= self.INQUIRY if kind is EvidenceKind.QUESTIONNAIRE else set()
        wanted |= {"file"} if kind is EvidenceKind.FILE and before is None else set()
        wanted -= {"url", "seen", "name"} if kind is EvidenceKind.FILE else set()
        for name in set(self.fields) - wanted - {"expected_revision"}:
            del self.fields[name]
        if "of" in self.fields:
            kept = [before.of] if before and before.of else []
            set_choices(self, "of", with_kept(tuple(things), kept))

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
            asked = {name: data[name] for name in self.INQUIRY}
            before = self.before.inquiry if self.before else None
            held["inquiry"] = replace(before, **asked) if before else Inquiry(**asked)
        if "file" in self.fields:
            held["name"] = data["file"].name
        return replace(self.before, **held) if self.before else Evidence(kind=self.kind, **held)


def evidence_values(one: Evidence) -> dict[str, Any]:
    """The values of a piece of evidence, by field of its form."""
    asked = {name: getattr(one.inquiry, name) for name in EvidenceForm.INQUIRY} if one.inquiry else {}
    return {
        name: getattr(one, name) for name in Evidence.__dataclass_fields__ if name in EvidenceForm.base_fields
    } | asked
