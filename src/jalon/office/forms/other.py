"""Forms of parliamentary acts, series and their observations, bodies of a directory."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.commitments.enums import ActKind, Chamber
from jalon.facts.common import Citation, Confidence, Text
from jalon.facts.directory import DatedName, Office, OrganisationKind
from jalon.facts.indicator import Indicator
from jalon.facts.parliament import AnswerStatement
from jalon.facts.series import Dimension, Family, Observation, ObservationStatus, Precision
from jalon.facts.uids import uuid7
from jalon.office import labels
from jalon.office.around import uid_or_none
from jalon.office.forms.base import FactForm, PlainForm, set_choices
from jalon.office.forms.fields import (
    DecimalTextField,
    EnumField,
    NoneCharField,
    OrgField,
    OrgsField,
    TextField,
    TextsField,
    ValueField,
    WhenField,
    lines,
)
from jalon.office.forms.plan import DATE_HINT
from jalon.office.forms.rows import Cells, Column, RowsField, dates_field, needed


def _statement(row: Cells) -> AnswerStatement:
    needed(row, "text", words=_("écrivez ce que dit la réponse."))
    return AnswerStatement(uid=uuid7(), text=Text(value=row["text"], lang="fr"))


class ActForm(FactForm):
    """A parliamentary act."""

    rare = frozenset({"renewed", "closed", "legislature", "heading", "reference", "confidence", "note"})

    kind = forms.ChoiceField(label=lazy("Genre"), choices=ActKind.choices, widget=forms.RadioSelect)
    kind_printed = forms.CharField(
        label=lazy("Genre, dans les mots de la source"),
        max_length=300,
        help_text=lazy("« Question écrite », « rapport d’information »."),
    )
    chamber = forms.ChoiceField(
        label=lazy("Chambre"), choices=[("", lazy("— aucune —")), *Chamber.choices], required=False
    )
    number = NoneCharField(label=lazy("Numéro"), required=False, max_length=120)
    author = NoneCharField(label=lazy("Auteur"), required=False, max_length=300)
    body = OrgField(label=lazy("Organisme qui en est l’auteur"), required=False,
                    help_text=lazy("Une commission, une mission, un groupe : quand ce n’est pas une personne."))  # fmt: skip
    to = OrgsField(
        label=lazy("À qui"), required=False, help_text=lazy("Ministère interrogé, organisme saisi. Un par ligne.")
    )
    when = WhenField(label=lazy("Date"), required=False, help_text=DATE_HINT)
    answered = WhenField(label=lazy("Date de la réponse"), required=False, help_text=DATE_HINT)
    topic = TextField(label=lazy("Objet"), required=False, rows=2)
    asked = TextsField(label=lazy("Ce qui est demandé"), required=False)
    answers = TextsField(label=lazy("Ce qui est répondu"), required=False)
    statements = RowsField(
        (Column("text", lazy("Ce que dit la réponse"), long=True),), _statement, lambda one: {"text": one.text.value},
        label=lazy("Ce que dit la réponse, point par point"),
        help_text=lazy("Une chose par ligne, celle que l’on pourra vérifier plus tard. Vider une ligne la retire."),
    )  # fmt: skip
    fate = TextField(label=lazy("Sort"), required=False, rows=2,
                     help_text=lazy("D’un amendement : adopté, rejeté, retiré, tombé, dans les mots de la source."))  # fmt: skip
    renewed = dates_field(lazy("Demandé de nouveau le"), label=lazy("Questions renouvelées"))
    closed = NoneCharField(label=lazy("Close sans réponse : pourquoi"), required=False, max_length=300,
                           help_text=lazy("« Retirée », « caducité » : dans les mots de la source."))  # fmt: skip
    legislature = NoneCharField(label=lazy("Législature ou session"), required=False, max_length=40)
    heading = NoneCharField(label=lazy("Rubrique"), required=False, max_length=300)
    reference = NoneCharField(label=lazy("Identifiant de la chambre"), required=False, max_length=200)
    plan_uid = forms.TypedChoiceField(label=lazy("Plan concerné"), required=False, coerce=uid_or_none, empty_value=None)
    measure_uids = forms.MultipleChoiceField(
        label=lazy("Mesures concernées"), required=False, help_text=lazy("Plusieurs choix possibles.")
    )
    confidence = EnumField(Confidence, labels.CONFIDENCE, label=lazy("La source"), initial=Confidence.STATED)
    note = TextField(label=lazy("Note publique"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = tuple((name, held) for name, held in self.around.subjects if name and not isinstance(held, str))
        plans = [(held[0][0], name) for name, held in groups if len(held) > 1]
        known = {uid for _name, held in groups for uid, _words in held}
        kept = [(uid, uid) for uid in map(str, self.initial.get("measure_uids") or ()) if uid not in known]
        set_choices(self, "measure_uids", [*groups, *kept])
        start = self.initial.get("plan_uid")
        more = [(str(start), str(start))] if start and str(start) not in dict(plans) else []
        set_choices(self, "plan_uid", [("", lazy("— aucun —")), *plans, *more])

    def clean_measure_uids(self) -> tuple[str, ...]:
        """The measures."""
        return tuple(self.cleaned_data["measure_uids"])

    def clean_statements(self) -> tuple[AnswerStatement, ...]:
        """What was said keeps its uid when its words are corrected: others may have named it."""
        found: tuple[AnswerStatement, ...] = self.cleaned_data["statements"]
        before = tuple(self.initial.get("statements") or ())
        if len(found) != len(before):
            return found
        return tuple(replace(old, text=new.text) for old, new in zip(before, found, strict=True))

    def clean_chamber(self) -> str | None:
        """A code, or None."""
        return self.cleaned_data["chamber"] or None


class SeriesForm(FactForm):
    """A series of figures."""

    title = TextField(label=lazy("Titre"), rows=2)
    slug = forms.SlugField(
        label=lazy("Adresse"), max_length=120, help_text=lazy("Permanente : lettres, chiffres, tirets.")
    )
    producer = OrgField(label=lazy("Qui la produit"))
    indicator = forms.CharField(label=lazy("Ce qui est compté"), max_length=500)
    unit = forms.CharField(
        label=lazy("Unité"), max_length=120, help_text=lazy("« victimes », « personnes mises en cause ».")
    )
    family = EnumField(
        Family, labels.FAMILY, label=lazy("Famille"), help_text=lazy("Deux familles ne partagent jamais un axe.")
    )
    vintage = NoneCharField(
        label=lazy("Édition"),
        required=False,
        max_length=200,
        help_text=lazy("Celle d’un rapport, par exemple. Deux éditions sont deux séries."),
    )
    multiple = forms.BooleanField(
        label=lazy("Une même personne peut être comptée dans plusieurs catégories"), required=False
    )
    do_not_add = forms.BooleanField(label=lazy("Recoupe d’autres séries : ne pas additionner"), required=False)
    of_uid = forms.TypedChoiceField(
        label=lazy("Indicateur de plan observé"), required=False, coerce=uid_or_none, empty_value=None,
        help_text=lazy("D’un autre organisme aussi : chacun publie sa propre série, elles se lisent côte à côte."),
    )  # fmt: skip
    note = TextField(label=lazy("Note"), required=False)

    field_order = ["of_uid"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        start = self.initial.get("of_uid")
        known = {uid for _name, held in self.around.indicators for uid, _words in held}
        kept = [(str(start), str(start))] if start and str(start) not in known else []
        set_choices(self, "of_uid", [("", lazy("— aucun : statistique du pays —")), *self.around.indicators, *kept])


class ObservationForm(PlainForm):
    """One published value. Observations are added, never changed; one written by mistake is withdrawn."""

    when = WhenField(label=lazy("Année ou date"), help_text=DATE_HINT)
    value = DecimalTextField(
        label=lazy("Valeur"), required=False, max_length=80, help_text=lazy("Zéro est une valeur.")
    )
    missing = NoneCharField(
        label=lazy("Pourquoi la valeur manque"),
        required=False,
        max_length=300,
        help_text=lazy("Quand rien n’est publié : « secret statistique »."),
    )
    precision = EnumField(Precision, labels.PRECISION, label=lazy("Exactitude"), initial=Precision.EXACT)
    dimensions = forms.CharField(
        label=lazy("Ventilation"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=lazy("Une par ligne : forme = travail"),
    )
    status = EnumField(ObservationStatus, labels.STATUS, blank=lazy("non dit"), label=lazy("Où en est cette valeur"),
                       help_text=lazy("Une valeur révisée s’ajoute : la dernière dite vaut, les autres restent lisibles."))  # fmt: skip
    said = WhenField(label=lazy("Dite le"), required=False, help_text=DATE_HINT)
    numerator = DecimalTextField(label=lazy("Numérateur"), required=False, max_length=80)
    denominator = DecimalTextField(label=lazy("Dénominateur"), required=False, max_length=80,
                                   help_text=lazy("D’une part ou d’un taux, quand la source les donne."))  # fmt: skip
    note = NoneCharField(label=lazy("Note"), required=False, max_length=500)

    def __init__(self, *args: Any, indicator: Indicator | None = None, **kwargs: Any) -> None:
        """`indicator`: the one that the series observes, when it is known; it says what a value is."""
        super().__init__(*args, **kwargs)
        self.indicator = indicator
        self.fields["value"] = ValueField(indicator, label=self.fields["value"].label, required=False, max_length=80,
                                          help_text=self.fields["value"].help_text)  # fmt: skip

    def clean_dimensions(self) -> tuple[Dimension, ...]:
        """Breakdowns."""
        found = []
        for line in lines(self.cleaned_data["dimensions"]):
            name, sign, value = line.partition("=")
            if not sign or not name.strip() or not value.strip():
                raise forms.ValidationError(_("« %(line)s » : écrivez le nom, le signe =, la valeur.") % {"line": line})
            found.append(Dimension(name=name.strip(), value=value.strip()))
        return tuple(found)

    def clean(self) -> dict[str, Any]:
        """A value, or why there is none; never both."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(data.get("value")) == bool(data.get("missing")) and "value" not in self.errors:
            self.add_error("value", _("Donnez une valeur, ou dites pourquoi elle manque."))
        return data

    def observation(self, citations: tuple[Citation, ...]) -> Observation:
        """The fact."""
        names = (
            "when",
            "value",
            "missing",
            "precision",
            "dimensions",
            "note",
            "status",
            "said",
            "numerator",
            "denominator",
        )
        data = {name: self.cleaned_data[name] for name in names}
        return Observation(citations=citations, **data)


# --- bodies ----------------------------------------------------------------------------------------------------------


class BodyForm(PlainForm):
    """What a body is."""

    kind = EnumField(OrganisationKind, labels.ORGANISATION, label=lazy("Genre"), radio=False)
    parent = forms.ChoiceField(label=lazy("Dépend de"), required=False)
    note = TextField(label=lazy("Note"), required=False)
    fictional = forms.BooleanField(label=lazy("Organisme fictif"), required=False)


class NewBodyForm(BodyForm):
    """A new body, with its first name."""

    name = forms.CharField(label=lazy("Nom"), max_length=300)
    acronym = NoneCharField(label=lazy("Sigle"), required=False, max_length=60)

    field_order = ["name", "acronym", "kind", "parent", "note", "fictional"]


class NameForm(forms.Form):
    """A name with the span in which it was borne."""

    value = forms.CharField(label=lazy("Nom"), max_length=300, required=False)
    acronym = NoneCharField(label=lazy("Sigle"), required=False, max_length=60)
    lang = forms.ChoiceField(label=lazy("Langue"), choices=(("fr", lazy("français")), ("en", lazy("anglais"))))
    since = WhenField(label=lazy("Depuis"), required=False)
    until = WhenField(label=lazy("Jusqu’à"), required=False, help_text=lazy("Vide : encore aujourd’hui."))

    def fact(self) -> DatedName | None:
        """The name; None when the row is empty."""
        data = {name: self.cleaned_data[name] for name in ("value", "acronym", "lang", "since", "until")}
        return DatedName(**data) if data["value"] else None


class OfficeForm(forms.Form):
    """An office and who held it."""

    title = TextField(label=lazy("Poste"), required=False, rows=1)
    holder = NoneCharField(label=lazy("Titulaire"), required=False, max_length=200)
    vacant = forms.BooleanField(label=lazy("Dit vacant par la source"), required=False)
    since = WhenField(label=lazy("Depuis"), required=False)
    until = WhenField(label=lazy("Jusqu’à"), required=False)
    source = forms.ChoiceField(label=lazy("Source"), required=False)
    locator = NoneCharField(label=lazy("Où dans la source"), required=False, max_length=300)

    def __init__(self, *args: Any, sources: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "source", [("", "—"), *sources])

    def clean(self) -> dict[str, Any]:
        """Vacant, or held: not both."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("vacant") and data.get("holder"):
            self.add_error(
                "holder", _("Un poste vacant n’a pas de titulaire : videz ce champ, ou décochez « vacant ».")
            )
        return data

    def fact(self) -> Office | None:
        """The office; None when the row is empty."""
        data = self.cleaned_data
        if not data["title"]:
            return None
        cites = (Citation(source=data["source"], locator=data["locator"]),) if data["source"] else ()
        held = {name: data[name] for name in ("title", "holder", "vacant", "since", "until")}
        return Office(citations=cites, **held)


class PredecessorsForm(PlainForm):
    """The bodies that it came after."""

    predecessors = forms.MultipleChoiceField(
        label=lazy("Organismes auxquels il succède"), required=False, widget=forms.CheckboxSelectMultiple
    )
