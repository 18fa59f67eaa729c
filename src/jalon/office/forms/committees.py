"""Forms of follow-up committees: who sits, sessions with their agenda and papers, decisions and what became of them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.commitments.enums import DocumentKind, DocumentLabel, MinutesState
from jalon.commitments.models import Committee
from jalon.facts.committee import AgendaItem, Attendance, DecisionState, Group, Member, Presence, SessionState
from jalon.facts.common import Confidence, Text, Visibility
from jalon.office import labels
from jalon.office.around import uid_or_none
from jalon.office.commitment_choices import published_plans
from jalon.office.committee_measures import Numbers, numbers
from jalon.office.forms.base import FactForm, set_choices
from jalon.office.forms.fields import EnumField, NoneCharField, OrgField, TextField, WhenField, one_body
from jalon.office.forms.plan import DATE_HINT
from jalon.office.forms.rows import Cells, Column, RowsField, date_of, needed, words_of
from jalon.portal import committed_words as words

GROUPS = (("", lazy("— groupe non dit —")), *((one.value, words.GROUP[one]) for one in Group))
PRESENCES = (("", lazy("non dit")), *((one.value, words.PRESENCE[one]) for one in Presence))
MINUTES = {MinutesState.DRAFT: lazy("projet"), MinutesState.ADOPTED: lazy("adopté par le comité")}
MOST_PERSONS = 9999


def seen_by(label: Any, **options: Any) -> forms.TypedChoiceField:
    """Who may see it: the committee unless somebody says that it is public."""
    choices = [(one.value, labels.VISIBILITY[one]) for one in (Visibility.COMMITTEE, Visibility.PUBLIC)]
    return forms.TypedChoiceField(
        label=label, choices=choices, coerce=Visibility, widget=forms.RadioSelect, initial=Visibility.COMMITTEE, **options
    )  # fmt: skip


def group_of(code: str) -> Group | None:
    """The group of a row."""
    return Group(code) if code in set(Group) else None


class CommitteeForm(FactForm):
    """A committee and the bodies that sit in it."""

    rare = frozenset({"slug", "known_until", "note"})

    title = TextField(label=lazy("Nom du comité"), rows=2)
    plan_uid = forms.TypedChoiceField(
        label=lazy("Plan qu’il suit"), coerce=uid_or_none, empty_value=None, required=False
    )
    members = RowsField(
        (
            Column("body", lazy("Organisme")),
            Column("group", lazy("Groupe"), GROUPS),
            Column("role", lazy("Qualité")),
            Column("since", lazy("Depuis"), width="w10"),
            Column("until", lazy("Jusqu’à"), width="w10"),
        ),
        lambda row: row,
        lambda one: {"body": one.body.name, "group": one.group or "", "role": one.role or "", "since": words_of(one.since),
                     "until": words_of(one.until)},
        label=lazy("Membres"),
        help_text=lazy("Un organisme de l’annuaire, écrit sous son nom : ses personnes verront ce que le comité partage, de "
                       "« depuis » à « jusqu’à ». Sous un autre nom, personne n’y entre."),
    )  # fmt: skip
    slug = forms.SlugField(label=lazy("Adresse publique"), required=False, max_length=120,
                           help_text=lazy("Vide : faite du nom. Lettres sans accent, chiffres et traits d’union."))  # fmt: skip
    known_until = NoneCharField(label=lazy("Regardé jusqu’au"), required=False, max_length=40,
                                help_text=lazy("En EDTF : 2026-06. Après cette date, rien n’est en retard."))  # fmt: skip
    note = TextField(label=lazy("Note publique"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plans = published_plans()
        set_choices(
            self, "plan_uid", plans.plan_choices(self.initial.get("plan_uid"), lazy("aucun : toute la politique"))
        )
        self.fields["members"].make = self._member  # type: ignore[attr-defined]  # it reads the directory around the form

    def _member(self, row: Cells) -> Member:
        needed(row, "body", words=_("dites quel organisme."))
        before = tuple(one.body for one in self.initial.get("members") or ())
        body = one_body(row["body"], self.around.directory, before)
        if body is None:
            raise ValidationError(_("dites quel organisme."))
        since, until = (date_of(row[name]) if row.get(name) else None for name in ("since", "until"))
        return Member(body=body, group=group_of(row["group"]), role=row["role"] or None, since=since, until=until)

    def clean_members(self) -> tuple[Member, ...]:
        """A body may come back later, with other dates."""
        members: tuple[Member, ...] = tuple(self.cleaned_data["members"])
        once = {(one.body.name.casefold(), one.since) for one in members}
        if len(once) < len(members):
            raise ValidationError(
                _("Un organisme est écrit deux fois : donnez-lui d’autres dates, ou retirez une ligne.")
            )
        return members


class SessionForm(FactForm):
    """A session with its agenda. Its state and dates change by steps of their own once it is written."""

    once = frozenset({"state", "when"})
    rare = frozenset({"confidence", "note"})

    title = TextField(label=lazy("Intitulé de la séance"), required=False, rows=2)
    state = EnumField(SessionState, words.SESSION, label=lazy("État"), initial=SessionState.PLANNED)
    when = WhenField(label=lazy("Date"), required=False,
                     help_text=lazy("Comme c’est dit : « 12 mars 2026 », « juin 2026 », « 2026-06~ ». Vide si aucune date n’est dite."))  # fmt: skip
    place = NoneCharField(label=lazy("Lieu"), required=False, max_length=300)
    agenda = RowsField(
        (Column("title", lazy("Point")), Column("measures", lazy("Mesures"), width="w10")),
        lambda row: row,
        lambda one: {"title": one.title.value, "measures": ""},
        label=lazy("Ordre du jour"),
        blank=3,
    )
    visibility = seen_by(lazy("Qui peut voir la séance"))
    confidence = EnumField(Confidence, labels.CONFIDENCE, label=lazy("La source"), initial=Confidence.STATED)
    note = TextField(label=lazy("Note"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = _numbers(self, kept=(uid for item in self.initial.get("agenda") or () for uid in item.measures))
        agenda: Any = self.fields["agenda"]
        agenda.make, agenda.take = self._item, self._row
        agenda.help_text = self.numbers.hint()

    def _item(self, row: Cells) -> AgendaItem:
        needed(row, "title", words=_("dites de quoi l’on parlera."))
        return AgendaItem(title=Text(value=row["title"]), measures=self.numbers.read(row["measures"]))

    def _row(self, item: AgendaItem) -> Cells:
        return {"title": item.title.value, "measures": self.numbers.write(item.measures)}


def _numbers(form: FactForm, kept: Any) -> Numbers:
    """The measures by number, those of the plan that the committee follows first."""
    return numbers(_plan(form), kept)


def _plan(form: FactForm) -> object:
    """The plan that the committee of a session or decision follows; a new one is in what its address names."""
    if form.row is not None:
        return getattr(form.row, "session", form.row).committee.plan_uid
    try:
        about = uid_or_none(str(form.initial.get("subject") or ""))
    except ValueError:
        return None
    row = Committee.objects.filter(Q(uid=about) | Q(sessions__uid=about)).first() if about else None
    return row.plan_uid if row else None


class DatesForm(FactForm):
    """Where a session stands and on which days, mended: for what was written by mistake."""

    state = EnumField(SessionState, words.SESSION, label=lazy("État"))
    when = WhenField(label=lazy("Date"), required=False, help_text=DATE_HINT)
    before = RowsField(
        (Column("when", lazy("Date dite avant"), width="w10"),),
        lambda row: date_of(row["when"]),
        lambda one: {"when": words_of(one)},
        label=lazy("Dates dites avant, dans l’ordre"),
        help_text=lazy("Une date reportée reste : n’effacez ici que ce qui fut écrit par erreur."),
    )


class HoldForm(FactForm):
    """It was held."""

    when = WhenField(label=lazy("Jour où elle s’est tenue"), required=False,
                     help_text=lazy("Vide : le jour n’est pas dit. La date annoncée reste lisible si elle diffère."))  # fmt: skip


class PostponeForm(FactForm):
    """It is put off."""

    when = WhenField(label=lazy("Nouvelle date"), required=False,
                     help_text=lazy("Vide : reportée sans nouvelle date. La date déjà dite reste."))  # fmt: skip

    def started(self, row: Any) -> dict[str, Any]:
        """No new date is proposed."""
        return super().started(row) | {"when": None}


# --- who came, what was written --------------------------------------------------------------------------------------


class AttendanceField(RowsField):
    """Who came: a row for each member, said or not, and blank ones for bodies that are no members."""

    members: tuple[Member, ...] = ()

    def prepare_value(self, value: Any) -> Any:
        """What is said, then the members of whom nothing is."""
        rows = super().prepare_value(value)
        said = {str(row.get("body", "")).casefold() for row in rows}
        more = {one.body.name: {"body": one.body.name, "group": one.group or ""} for one in self.members}
        return (*rows, *(row for name, row in more.items() if name.casefold() not in said))

    def clean(self, value: Any) -> Any:
        """Those whose presence is said; a body is named once."""
        found: tuple[Attendance, ...] = tuple(one for one in super().clean(value) if one is not None)
        names = [one.body.name.casefold() for one in found]
        twice = next((one.body.name for one in found if names.count(one.body.name.casefold()) > 1), "")
        if twice:
            raise ValidationError(_("«\u00a0%s\u00a0» est écrit deux fois.") % twice)
        return found


class AttendanceForm(FactForm):
    """Who came to a session. Nothing said of a body is not that it was absent."""

    attendance = AttendanceField(
        (
            Column("body", lazy("Organisme")),
            Column("presence", lazy("Présence"), PRESENCES),
            Column("group", lazy("Groupe"), GROUPS),
            Column("persons", lazy("Personnes"), width="w10"),
        ),
        lambda row: row,
        lambda one: {"body": one.body.name, "presence": one.presence.value, "group": one.group or "",
                     "persons": "" if one.persons is None else str(one.persons)},
        label=lazy("Présences"),
        help_text=lazy("« Non dit » n’est pas « absent ». Un organisme qui n’est pas membre s’écrit dans une ligne vide : la page "
                       "dit qu’il ne l’est pas."),
    )  # fmt: skip
    attended = forms.IntegerField(label=lazy("Personnes venues en tout"), required=False, min_value=0, max_value=MOST_PERSONS,
                                  help_text=lazy("Vide si le nombre n’est pas dit. Zéro est un nombre."))  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["attendance"]
        field.make = self._came
        field.members = self.row.committee.members if self.row is not None else ()

    def _came(self, row: Cells) -> Attendance | None:
        if not row["presence"]:
            if row["persons"]:
                raise ValidationError(_("dites si l’organisme était présent."))
            return None
        needed(row, "body", words=_("dites quel organisme."))
        before = (
            *(one.body for one in self.initial.get("attendance") or ()),
            *(one.body for one in self.row.committee.members),
        )
        body = one_body(row["body"], self.around.directory, before)
        if body is None or row["presence"] not in set(Presence):
            raise ValidationError(_("dites quel organisme, et s’il était présent."))
        return Attendance(
            body=body,
            presence=Presence(row["presence"]),
            group=group_of(row["group"]),
            persons=_persons(row["persons"]),
        )


def _persons(figure: str) -> int | None:
    if not figure:
        return None
    if not figure.isdecimal() or int(figure[:9]) > MOST_PERSONS or len(figure) > 9:
        raise ValidationError(_("«\u00a0%s\u00a0» n’est pas un nombre de personnes.") % figure)
    return int(figure)


class MinutesForm(FactForm):
    """The minutes: a draft until the committee adopts them."""

    minutes = TextField(label=lazy("Compte rendu"), required=False, rows=12)
    minutes_state = EnumField(MinutesState, MINUTES, label=lazy("État"), initial=MinutesState.DRAFT,
                              help_text=lazy("Un projet n’est jamais public."))  # fmt: skip
    minutes_adopted = WhenField(label=lazy("Adopté le"), required=False, help_text=DATE_HINT)
    minutes_visibility = seen_by(lazy("Qui peut le voir"))


class SessionDocumentForm(FactForm):
    """A document of a session, for the committee alone unless somebody says otherwise, with its file when there is one."""

    outside = FactForm.outside | {"file"}

    kind = EnumField(DocumentKind, dict(DocumentLabel.choices), label=lazy("Genre"), initial=DocumentKind.OTHER)
    title = TextField(label=lazy("Titre du document"), rows=2)
    when = WhenField(label=lazy("Date du document"), required=False, help_text=DATE_HINT)
    visibility = seen_by(lazy("Qui peut le voir"))
    file = forms.FileField(label=lazy("Fichier"), required=False, max_length=200,
                           help_text=lazy("PDF, image, texte, tableur ou document de bureautique, sans macros."))  # fmt: skip


# --- decisions -------------------------------------------------------------------------------------------------------


class MeasuresField(forms.CharField):
    """Measures by their numbers."""

    numbers: Numbers = Numbers()

    def prepare_value(self, value: Any) -> Any:
        """Their numbers."""
        return self.numbers.write(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        """Their uids."""
        return self.numbers.read(super().clean(value) or "")


class DecisionForm(FactForm):
    """What a session decided, who is to do it, for when."""

    rare = frozenset({"note"})

    text = TextField(label=lazy("Ce qui est décidé"), rows=4)
    owner = OrgField(label=lazy("Qui doit le faire"), required=False)
    due = WhenField(label=lazy("Pour quand"), required=False,
                    help_text=lazy("Comme c’est dit. Vide si aucune date n’est dite."))  # fmt: skip
    measures = MeasuresField(label=lazy("Mesures"), required=False, max_length=1000)
    visibility = seen_by(lazy("Qui peut la voir"), help_text=lazy("D’une séance réservée au comité, rien ne sort."))
    note = TextField(label=lazy("Note"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["measures"]
        field.numbers = _numbers(self, kept=self.initial.get("measures") or ())
        field.help_text = field.numbers.hint()


class FollowUpForm(FactForm):
    """What is said at a session of a decision of an earlier one."""

    state = EnumField(DecisionState, words.DECISION, label=lazy("Ce qu’il en est"),
                      help_text=lazy("« Ne peut être dit » n’est pas « non faite »."))  # fmt: skip
    words = TextField(label=lazy("Dans quels mots"), required=False, rows=3)
    said_by = OrgField(label=lazy("Qui le dit"), required=False)
    said = WhenField(label=lazy("Dit le"), required=False, help_text=lazy("Vide : le jour de la séance."))
