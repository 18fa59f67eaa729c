"""Forms of the course of an evaluation: stages, adoption, signatures, right of reply, requests; team, shares, ratings."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.evaluation import enums
from jalon.facts.common import Text, Wording
from jalon.facts.evaluation import Adoption, Dissent, Inquiry, NoVerdict, Response, Signature, SignatureState
from jalon.office.forms.base import Around, PlainForm
from jalon.office.forms.fields import EnumField, NoneCharField, OrgField, OrgsField, TextField, WhenField
from jalon.office.forms.plan import DATE_HINT
from jalon.office.forms.rows import Cells, Column, RowsField, dates_field
from jalon.ui.templatetags.ui import mark

VOTES = {"required": False, "min_value": 0, "max_value": 999_999}
SIGNED = {SignatureState.SIGNED: lazy("signe le texte"), SignatureState.ABSTAINED: lazy("s’abstient")}
REASONS = dict(enums.NoVerdict.choices)


class AroundForm(PlainForm):
    """A form in which bodies are named: those of the directory are proposed."""

    def __init__(self, *args: Any, around: Around, start: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, item in self.fields.items():
            if isinstance(item, OrgField | OrgsField):
                item.directory = around.directory
            if isinstance(item, WhenField | OrgField | OrgsField | RowsField) and self.initial.get(name):
                item.start = self.initial[name]


class AdoptionForm(AroundForm):
    """How the evaluator adopted it."""

    body = forms.CharField(
        label=lazy("Adoptée par"), max_length=300, help_text=lazy("L’instance, par exemple l’assemblée plénière.")
    )
    when = WhenField(label=lazy("Le"), required=False, help_text=DATE_HINT)
    votes_for = forms.IntegerField(label=lazy("Pour"), **VOTES)  # type: ignore[arg-type]
    votes_against = forms.IntegerField(label=lazy("Contre"), **VOTES)  # type: ignore[arg-type]
    abstentions = forms.IntegerField(
        label=lazy("Abstentions"), help_text=lazy("Vide : le nombre n’est pas connu. Zéro : personne."), **VOTES  # type: ignore[arg-type]
    )  # fmt: skip
    votes = forms.IntegerField(
        label=lazy("Votants en tout"), help_text=lazy("S’il est dit : les trois nombres doivent le faire."), **VOTES  # type: ignore[arg-type]
    )  # fmt: skip
    printed = NoneCharField(label=lazy("Vote tel qu’imprimé"), required=False, max_length=500)

    def fact(self) -> dict[str, Any]:
        """As the action takes it."""
        names = ("body", "when", "votes_for", "votes_against", "abstentions", "votes", "printed")
        return {"adoption": Adoption(**{name: self.cleaned_data[name] for name in names})}


class SignatureForm(AroundForm):
    """What a body asked to co-sign does."""

    body = OrgField(label=lazy("Organisme"))
    choice = EnumField(SignatureState, SIGNED, label=lazy("Ce qu’il fait"))
    when = WhenField(label=lazy("Le"), required=False, help_text=DATE_HINT)
    text = TextField(label=lazy("Ce qu’il en dit"), required=False, rows=2, wording=Wording.VERBATIM)

    def fact(self) -> dict[str, Any]:
        """As the action takes it."""
        data = self.cleaned_data
        return {"signature": Signature(body=data["body"], state=data["choice"], when=data["when"], text=data["text"])}


class ReplyForm(AroundForm):
    """The time given to bodies to answer the draft."""

    opened = WhenField(label=lazy("Ouvert le"), help_text=DATE_HINT)
    closes = WhenField(label=lazy("Se ferme à la fin du"), help_text=lazy("Il se ferme de lui-même et ne bloque rien."))
    invited = OrgsField(
        label=lazy("Organismes invités"), help_text=lazy("Un par ligne. Qui n’aura pas répondu sera resté silencieux.")
    )

    def fact(self) -> dict[str, Any]:
        """As the action takes it."""
        return {name: self.cleaned_data[name] for name in ("opened", "closes", "invited")}


class ResponseForm(AroundForm):
    """What a body answered to the draft."""

    body = OrgField(label=lazy("Qui répond"))
    text = TextField(label=lazy("Sa réponse"), rows=6, wording=Wording.VERBATIM)
    said = WhenField(label=lazy("Reçue le"), required=False, help_text=DATE_HINT)
    subject = forms.ChoiceField(label=lazy("De quoi parle-t-elle"), required=False)

    def __init__(self, *args: Any, subjects: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].choices = [("", lazy("de l’ensemble")), *subjects]  # type: ignore[attr-defined]

    def fact(self) -> dict[str, Any]:
        """As the action takes it."""
        data = self.cleaned_data
        said = Response(body=data["body"], text=data["text"], said=data["said"], subject=data["subject"] or None)
        return {"response": said}


INQUIRY = ("asked", "to", "by", "question", "reminded", "answered", "answer", "silent_until")


class InquiryForm(AroundForm):
    """A dated request, and what became of it: an answer, or a silence that is dated too."""

    asked = WhenField(label=lazy("Demandé le"), help_text=DATE_HINT)
    to = OrgField(label=lazy("À qui"), required=False)
    by = OrgField(label=lazy("Par qui"), required=False)
    question = TextField(label=lazy("Ce qui est demandé"), required=False, rows=2)
    reminded = dates_field(lazy("Relancé le"), label=lazy("Relances"))
    answered = WhenField(label=lazy("Réponse reçue le"), required=False, help_text=DATE_HINT)
    answer = TextField(label=lazy("La réponse"), required=False, rows=2)
    silent_until = WhenField(
        label=lazy("Toujours sans réponse au"),
        required=False,
        help_text=lazy("Le dernier jour où vous l’avez vérifié."),
    )

    def fact(self) -> dict[str, Any]:
        """As the action takes it."""
        return {"inquiry": self.inquiry()}

    def inquiry(self) -> Inquiry:
        """The request."""
        data = self.cleaned_data
        return Inquiry(**{name: data[name] for name in INQUIRY})


# --- the team's work -------------------------------------------------------------------------------------------------


class MemberForm(PlainForm):
    """Who joins the team of the evaluation."""

    people = forms.ChoiceField(
        label=lazy("Personne"), help_text=lazy("Qui a un rôle dans la partie. Le brouillon n’est vu que de son équipe.")
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = list(people)  # type: ignore[attr-defined]


class SharesForm(PlainForm):
    """Which measures go to whom."""

    subjects = forms.MultipleChoiceField(label=lazy("Mesures"), widget=forms.CheckboxSelectMultiple)
    people = forms.MultipleChoiceField(label=lazy("Confiées à"), widget=forms.CheckboxSelectMultiple)
    blind = forms.BooleanField(
        label=lazy("En aveugle : chacun juge sans voir l’avis des autres"), required=False,
        help_text=lazy("Deux personnes au moins. Personne ne voit l’avis d’un autre avant l’ouverture de la conciliation."),
    )  # fmt: skip

    def __init__(self, *args: Any, subjects: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subjects"].choices = list(subjects)  # type: ignore[attr-defined]
        self.fields["people"].choices = list(people)  # type: ignore[attr-defined]


class OpenForm(PlainForm):
    """Of which measures the ratings are to be read together."""

    subjects = forms.MultipleChoiceField(label=lazy("Mesures"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, subjects: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subjects"].choices = list(subjects)  # type: ignore[attr-defined]


def marked(levels: Iterable[tuple[str, str, str]]) -> list[tuple[str, Any]]:
    """Levels (code, sign, words) to choose from: the sign beside the word, never alone."""
    return [(code, format_html("{} {}", mark(sign), words)) for code, sign, words in levels]


class LevelForm(PlainForm):
    """A level of the evaluation's scale (code, sign, words), or why there is none."""

    level = forms.ChoiceField(label=lazy("Niveau"), required=False, widget=forms.RadioSelect)
    no_verdict = EnumField(NoVerdict, REASONS, blank=lazy("— il y a un niveau, ou un avis en mots —"),
                           label=lazy("Raison, s’il n’y a pas de verdict"), radio=False)  # fmt: skip

    def __init__(self, *args: Any, levels: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [("", lazy("aucun")), *marked(levels)]  # type: ignore[attr-defined]

    def clean_level(self) -> str | None:
        """The code, or None."""
        return self.cleaned_data["level"] or None


class RatingForm(LevelForm):
    """What one assessor says unseen."""

    text = TextField(label=lazy("Votre phrase"), required=False, rows=3, wording=Wording.VERBATIM)
    private_note = forms.CharField(
        label=lazy("Note privée"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )  # fmt: skip
    give = forms.BooleanField(
        label=lazy("Rendre cet avis"), required=False,
        help_text=lazy("Vous pourrez encore l’écrire jusqu’à l’ouverture de la conciliation ; après, il reste ce qu’il est."),
    )  # fmt: skip


NAMED = (
    ("hidden", lazy("Publier sans nom")),
    ("named", lazy("Publier avec le nom")),
    ("kept", lazy("Garder pour l’équipe : rien n’en est publié")),
)


@dataclass(frozen=True, slots=True)
class Dissenting:
    """Somebody who keeps another opinion, and whether it is published: without a name, with one, or not at all."""

    said: Dissent
    shown: str = "hidden"


def dissent_columns(levels: Iterable[tuple[str, str]] = ()) -> tuple[Column, ...]:
    """One row for each person or side: what they maintain, in which words, under which name."""
    return (
        Column("level", lazy("Niveau maintenu"), (("", lazy("— aucun —")), *levels)),
        Column("name", lazy("Qui, ou quel groupe"), width="w10"),
        Column("shown", lazy("Paraît"), NAMED),
        Column("text", lazy("Ses mots"), long=True),
    )


def _dissenting(row: Cells) -> Dissenting:
    shown, name = row.get("shown") or "hidden", row.get("name") or None
    if not (row.get("level") or row.get("text")):
        raise ValidationError(_("donnez le niveau maintenu, ou ses mots."))
    if shown == "named" and not name:
        raise ValidationError(_("écrivez le nom qui paraîtra, ou publiez sans nom."))
    text = Text(value=row["text"], wording=Wording.VERBATIM) if row.get("text") else None
    return Dissenting(
        Dissent(level=row.get("level") or None, text=text, name=None if shown == "hidden" else name), shown
    )


def _dissenting_cells(one: Dissenting) -> Cells:
    text = one.said.text.value if one.said.text else ""
    return {"level": one.said.level or "", "text": text, "name": one.said.name or "", "shown": one.shown}


class ReconcileForm(LevelForm):
    """What the assessors agreed on, or that they did not; who keeps another opinion, each in a row."""

    no_agreement = forms.BooleanField(
        label=lazy("Pas d’accord, publier les avis"), required=False,
        help_text=lazy("C’est un résultat : les niveaux donnés en aveugle paraissent, sans dire de qui."),
    )  # fmt: skip
    changed_minds = TextField(
        label=lazy("Ce qui a fait changer d’avis"),
        required=False,
        rows=2,
        wording=Wording.VERBATIM,
        help_text=lazy("Publié avec la méthode."),
    )
    text = TextField(
        label=lazy("Phrase adoptée"),
        required=False,
        rows=3,
        wording=Wording.VERBATIM,
        help_text=lazy("Publiée mot pour mot."),
    )
    dissents = RowsField(
        dissent_columns(), _dissenting, _dissenting_cells, label=lazy("Dissidences"),
        help_text=lazy("Une ligne par personne ou par groupe. Chacun choisit si son nom paraît ; sans nom, il n’est gardé nulle part."),
    )  # fmt: skip

    def __init__(self, *args: Any, levels: Any, **kwargs: Any) -> None:
        super().__init__(*args, levels=levels, **kwargs)
        self.fields["level"].label = lazy("Niveau convenu")
        self.fields["level"].help_text = lazy("Un niveau convenu, la raison de son absence, ou « pas d’accord » : un seul des trois.")  # fmt: skip
        held: Any = self.fields["dissents"]
        held.widget.columns, held.start = dissent_columns(one[::2] for one in levels), self.initial.get("dissents", ())

    def clean(self) -> dict[str, Any]:
        """One result."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        given = [bool(data.get(name)) for name in ("level", "no_verdict", "no_agreement")]
        if sum(given) != 1 and not self.errors:
            self.add_error("level", _("Un niveau convenu, la raison de son absence, ou « pas d’accord » : un seul des trois."))  # fmt: skip
        return data
