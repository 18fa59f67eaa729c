"""The kinds of record of a follow-up committee that forms write. A session is written by several forms, one for each step."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from jalon.commitments import actions, models
from jalon.commitments.enums import MinutesState
from jalon.core.models import Part
from jalon.facts.committee import DecisionState, FollowUp
from jalon.facts.common import Citation, OrgRef, Text, Visibility, When
from jalon.facts.part import PartKind
from jalon.office.fiche_kind import Fiche, Where
from jalon.office.forms import committees as forms

KEEPING = frozenset({PartKind.COMMITMENTS, PartKind.PLAN})
"""Parts that keep committees."""
NOWHERE: frozenset[PartKind] = frozenset()
"""No part takes a new one: it is a step of a session."""
Values = dict[str, Any]


def free_slug(title: str) -> str:
    """An address made of a title, that no committee has."""
    wanted = slugify(title)[:100].strip("-") or f"comite-{uuid.uuid4().hex[:8]}"
    taken = set(models.Committee.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    numbered = (f"{wanted}-{n}" for n in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)


def _committee(where: Where, values: Values, sourced: Values) -> Any:
    slug = values.pop("slug") or free_slug(values["title"].value)
    return actions.add_committee(part=where.part, slug=slug, **values, **sourced)


def _edit_committee(*, slug: str, committee: models.Committee, **options: Any) -> Any:
    return actions.edit_committee(committee=committee, slug=slug or committee.slug, **options)


def _waits(values: Values, sourced: Values) -> Values:
    """What stays in the committee needs no source: the part can be signed without it."""
    return sourced | {"source_to_find": sourced["source_to_find"] or values["visibility"] == Visibility.COMMITTEE}


def _session(where: Where, values: Values, sourced: Values) -> Any:
    return actions.add_session(committee=where.owner, **values, **_waits(values, sourced))


def _edit_session(*, source_to_find: bool, visibility: Visibility, **options: Any) -> Any:
    reserved = visibility == Visibility.COMMITTEE
    return actions.edit_session(source_to_find=source_to_find or reserved, visibility=visibility, **options)


def _document(where: Where, values: Values, sourced: Values) -> Any:
    return actions.add_document(session=where.owner, **values, **_waits(values, sourced))


def _edit_document(*, source_to_find: bool, visibility: Visibility, **options: Any) -> Any:
    reserved = visibility == Visibility.COMMITTEE
    return actions.edit_document(source_to_find=source_to_find or reserved, visibility=visibility, **options)


def _decision(where: Where, values: Values, sourced: Values) -> Any:
    return actions.add_decision(session=where.owner, **values, **_waits(values, sourced))


def _edit_decision(*, source_to_find: bool, visibility: Visibility, **options: Any) -> Any:
    reserved = visibility == Visibility.COMMITTEE
    return actions.edit_decision(source_to_find=source_to_find or reserved, visibility=visibility, **options)


def _minutes(
    *, minutes_state: MinutesState, minutes_adopted: When | None, minutes_visibility: Visibility, **options: Any
) -> Any:
    return actions.write_minutes(
        state=MinutesState(minutes_state), adopted=minutes_adopted, visibility=Visibility(minutes_visibility), **options
    )


def _public(row: Any) -> bool:
    """What is kept to the committee may have no source."""
    return bool(row.visibility != Visibility.COMMITTEE)


def _never(where: Where, values: Values, sourced: Values) -> Any:
    raise LookupError("A step of a session is of one that is written already.")


def _step(code: str, label: Any, title: Any, form: Any, edit: Any) -> Fiche:
    return Fiche(code, label, title, models.Session, form, "session", _never, edit, end="", cites=False, kinds=NOWHERE,
                 traced=False)  # fmt: skip


COMMITTEE_FICHES: tuple[Fiche, ...] = (
    Fiche("comite", _("le comité"), _("Nouveau comité de suivi"), models.Committee, forms.CommitteeForm, "committee",
          _committee, _edit_committee, kinds=KEEPING),
    Fiche("seance", _("la séance"), _("Nouvelle séance"), models.Session, forms.SessionForm, "session", _session,
          _edit_session, (models.Committee,), kinds=KEEPING, needs_source=_public),
    _step("seance-dates", _("l’état et les dates de la séance"), _("Corriger l’état ou les dates"), forms.DatesForm, actions.edit_session),
    _step("seance-tenue", _("la tenue de la séance"), _("Dire que la séance s’est tenue"), forms.HoldForm, actions.hold_session),
    _step("seance-report", _("le report de la séance"), _("Reporter la séance"), forms.PostponeForm, actions.postpone_session),
    _step("presences", _("les présences"), _("Noter les présences"), forms.AttendanceForm, actions.edit_session),
    _step("compte-rendu", _("le compte rendu"), _("Écrire le compte rendu"), forms.MinutesForm, _minutes),
    Fiche("piece", _("le document de séance"), _("Nouveau document de séance"), models.SessionDocument,
          forms.SessionDocumentForm, "document", _document, _edit_document, (models.Session,), kinds=KEEPING, needs_source=_public),
    Fiche("decision", _("la décision"), _("Nouvelle décision"), models.Decision, forms.DecisionForm, "decision", _decision,
          _edit_decision, (models.Session,), kinds=KEEPING, needs_source=_public),
)  # fmt: skip


@dataclass(slots=True)
class Following:
    """A decision seen from a later session: what is said of it there, as the record that its form writes."""

    decision: models.Decision
    session: models.Session

    @property
    def part(self) -> Part:
        """The part that says it."""
        return self.decision.part

    @property
    def uid(self) -> uuid.UUID:
        """That of the decision."""
        return self.decision.uid

    @property
    def revision(self) -> int:
        """That of the decision."""
        return int(self.decision.revision)

    @property
    def state(self) -> DecisionState | None:
        """What was said there; None: nothing yet."""
        said = self._said()
        return said.state if said else None

    @property
    def words(self) -> Text | None:
        """In what words."""
        said = self._said()
        return said.text if said else None

    @property
    def said_by(self) -> OrgRef | None:
        """By whom."""
        said = self._said()
        return said.said_by if said else None

    @property
    def said(self) -> When | None:
        """On what day."""
        said = self._said()
        return said.said if said else None

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What supports it: the form does not ask for it, and loses none of it."""
        said = self._said()
        return said.citations if said else ()

    def refresh_from_db(self) -> None:
        """As it stands now."""
        self.decision.refresh_from_db()

    def _said(self) -> FollowUp | None:
        return next((one for one in self.decision.follow_ups if one.session == str(self.session.uid)), None)


def _follow_up(*, following: Following, words: Text | None, **options: Any) -> Any:
    kept = following.citations
    return actions.follow_up(
        decision=following.decision, session=following.session, text=words, citations=kept, **options
    )  # fmt: skip


FOLLOW_UP = Fiche("suite", _("la suite donnée"), _("Dire ce qu’il en est d’une décision"), Following, forms.FollowUpForm, "following",
                  _never, _follow_up, end="", cites=False, kinds=NOWHERE, traced=False)  # fmt: skip
"""Not in the list of kinds: the session from which one speaks is in its address."""
