"""Forms of promises and of recommendations: what was asked or promised, and what somebody says of it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.facts.common import COUNTRY_SUBJECT, Confidence, Known, Link, When
from jalon.facts.promise import Verdict
from jalon.facts.recommendation import Position, RecommendationKind, Relation, StatePosition
from jalon.office import labels
from jalon.office.around import uid_or_none
from jalon.office.commitment_choices import published_plans
from jalon.office.forms.base import FactForm, set_choices
from jalon.office.forms.fields import (
    EnumField,
    LinesField,
    NoneCharField,
    OrgField,
    OrgsField,
    TextField,
    TextsField,
    WhenField,
)
from jalon.office.forms.plan import DATE_HINT
from jalon.office.forms.rows import Cells, Column, RowsField, date_of, needed, words_of
from jalon.portal import committed_words as words

COUNTRY = (COUNTRY_SUBJECT, lazy("le pays entier, hors de tout plan"))
WHO_SAYS = lazy("Vide : la rédaction du registre.")


class PromiseForm(FactForm):
    """Who promised what to whom. A new one also takes its first date."""

    once = frozenset({"due"})
    rare = frozenset({"known_until", "link", "confidence", "note"})

    text = TextField(label=lazy("Ce qui est promis"), rows=4,
                     help_text=lazy("Mot pour mot si vous avez les mots : eux seuls se citent. Sinon, un résumé."))  # fmt: skip
    said_by = OrgField(label=lazy("Qui promet"), required=False)
    to = OrgsField(label=lazy("À qui"), required=False, help_text=lazy("Un par ligne."))
    made = WhenField(label=lazy("Promis le"), required=False, help_text=DATE_HINT)
    due = WhenField(label=lazy("Pour quand"), required=False,
                    help_text=lazy("Comme c’est dit : « dans les six mois = 2025-06~ ». Vide si aucune date n’est dite."))  # fmt: skip
    subject_uid = forms.TypedChoiceField(label=lazy("De quoi parle-t-il"), coerce=uid_or_none)
    known_until = NoneCharField(label=lazy("Regardé jusqu’au"), required=False, max_length=40,
                                help_text=lazy("En EDTF : 2026-06. Après cette date, rien n’est en retard."))  # fmt: skip
    link = EnumField(Link, labels.LINK, label=lazy("Lien avec la mesure"), initial=Link.STATED)
    confidence = EnumField(Confidence, labels.CONFIDENCE, label=lazy("La source"), initial=Confidence.STATED)
    note = TextField(label=lazy("Note publique"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found, start = published_plans(), str(self.initial.get("subject_uid") or "")
        kept = [(start, start)] if start and start not in {COUNTRY_SUBJECT, *found.plans, *found.measures} else []
        plans = (lazy("Plans"), list(found.plans.items()))
        set_choices(self, "subject_uid", [COUNTRY, *([plans] if found.plans else []), *found.measure_choices(), *kept])


class DueForm(FactForm):
    """A date of a promise. Its words never change: only its sources are written anew."""

    once = frozenset({"due", "said", "said_by", "text"})

    due = WhenField(label=lazy("Nouvelle échéance"), required=False,
                    help_text=lazy("Comme c’est dit. Vide : reporté sans nouvelle date. L’ancienne date reste."))  # fmt: skip
    said = WhenField(label=lazy("Dite le"), required=False, help_text=DATE_HINT)
    said_by = OrgField(label=lazy("Qui la dit"), required=False)
    text = TextField(label=lazy("Dans quels mots"), required=False, rows=3)

    def written(self) -> list[str]:
        """A new date is written on a revision of its promise."""
        return super().written() if self.row is not None else list(self.fields)


class ViewForm(FactForm):
    """What somebody found of a promise."""

    once = frozenset({"promise"})
    rare = frozenset({"known", "outcome", "link", "confidence", "note"})

    promise = forms.UUIDField(widget=forms.HiddenInput)
    said_by = OrgField(label=lazy("Selon qui"), required=False, help_text=WHO_SAYS)
    verdict = EnumField(Verdict, words.VERDICT, label=lazy("Ce qu’il en est"),
                        help_text=lazy("Plusieurs avis restent côte à côte : le vôtre n’en efface aucun."))  # fmt: skip
    done = WhenField(label=lazy("Tenu le"), required=False, help_text=DATE_HINT)
    seen = WhenField(label=lazy("Regardé le"), required=False, help_text=DATE_HINT)
    text = TextField(label=lazy("Pourquoi"), required=False, rows=4)
    known = EnumField(Known, labels.KNOWN, label=lazy("Ce que l’on sait"), initial=Known.GIVEN,
                      help_text=lazy("« Pas trouvé » n’est pas « non »."))  # fmt: skip
    outcome = NoneCharField(label=lazy("Le mot de la source"), required=False, max_length=200)
    link = EnumField(Link, labels.LINK, label=lazy("Lien avec la mesure"), initial=Link.STATED)
    confidence = EnumField(Confidence, labels.CONFIDENCE, label=lazy("La source"), initial=Confidence.STATED)
    note = TextField(label=lazy("Note publique"), required=False)

    def clean(self) -> dict[str, Any]:
        """Only what was done has a date on which it was."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("done") and data.get("verdict") not in (Verdict.KEPT, Verdict.IN_PART):
            self.add_error(
                "done", _("Videz cette date : elle n’est celle que d’un engagement tenu, ou tenu en partie.")
            )
        return data


# --- recommendations -------------------------------------------------------------------------------------------------


def _position(row: Cells) -> StatePosition:
    needed(row, "position", words=_("dites la position."))
    said: When | None = date_of(row["said"]) if row.get("said") else None
    return StatePosition(position=Position(row["position"]), said=said)


class RecommendationForm(FactForm):
    """What a body asks of the State, or what the law binds it to."""

    rare = frozenset({"instrument", "cycle", "session", "symbol", "reference", "affected", "sdgs", "states", "positions",
                      "known", "link", "confidence", "note"})  # fmt: skip

    kind = EnumField(RecommendationKind, words.KIND, label=lazy("Genre"), initial=RecommendationKind.RECOMMENDATION,
                     help_text=lazy("Une obligation lie l’État : une directive, une convention."))  # fmt: skip
    body = OrgField(label=lazy("Qui la fait"))
    texts = TextsField(label=lazy("Ses mots"), required=False, help_text=lazy("Les mêmes mots en plusieurs langues."))
    report = NoneCharField(label=lazy("Rapport ou texte"), required=False, max_length=500)
    paragraph = NoneCharField(label=lazy("Paragraphe ou article"), required=False, max_length=200)
    when = WhenField(label=lazy("Date"), required=False, help_text=DATE_HINT)
    deadline = WhenField(label=lazy("Pour quand"), required=False,
                         help_text=lazy("Celle de la loi pour une obligation, par exemple la fin de la transposition."))  # fmt: skip
    urgency = NoneCharField(label=lazy("Urgence, dans les mots de qui la fait"), required=False, max_length=200,
                            help_text=lazy("« exhorte », « considère », « invite »."))  # fmt: skip
    subject_uid = forms.TypedChoiceField(label=lazy("De quoi parle-t-elle"), coerce=uid_or_none)
    themes = LinesField(label=lazy("Thèmes"), required=False, help_text=lazy("Un par ligne."))
    affected = LinesField(label=lazy("Personnes concernées"), required=False, help_text=lazy("Une par ligne."))
    instrument = NoneCharField(label=lazy("Convention ou mécanisme"), required=False, max_length=300)
    cycle = NoneCharField(label=lazy("Cycle"), required=False, max_length=120)
    session = NoneCharField(label=lazy("Session"), required=False, max_length=120)
    symbol = NoneCharField(label=lazy("Cote du document"), required=False, max_length=120)
    reference = NoneCharField(label=lazy("Identifiant dans le jeu de données"), required=False, max_length=200)
    sdgs = LinesField(label=lazy("Objectifs de développement durable"), required=False, help_text=lazy("Un par ligne."))
    states = LinesField(label=lazy("États qui la font"), required=False, help_text=lazy("Un par ligne."))
    positions = RowsField(
        (
            Column("position", lazy("Position"), (("", "—"), *((one.value, words.POSITION[one]) for one in Position))),
            Column("said", lazy("Dite le")),
        ),
        _position,
        lambda one: {"position": one.position.value, "said": words_of(one.said)},
        label=lazy("Position de l’État"),
        help_text=lazy("Une nouvelle position s’ajoute : elle n’efface pas l’ancienne."),
    )
    known = EnumField(Known, labels.KNOWN, label=lazy("Ce que l’on sait"), initial=Known.GIVEN)
    link = EnumField(Link, labels.LINK, label=lazy("Lien avec le plan"), initial=Link.STATED)
    confidence = EnumField(Confidence, labels.CONFIDENCE, label=lazy("La source"), initial=Confidence.STATED)
    note = TextField(label=lazy("Note publique"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        start = str(self.initial.get("subject_uid") or COUNTRY_SUBJECT)
        kept = None if start == COUNTRY_SUBJECT else start
        set_choices(self, "subject_uid", [COUNTRY, *published_plans().plan_choices(kept)])

    def clean(self) -> dict[str, Any]:
        """Words, unless only the document is known."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("known") is Known.GIVEN and not data.get("texts") and "texts" not in self.errors:
            self.add_error("texts", _("Écrivez ses mots, ou dites plus bas que son texte n’a pas encore été lu."))
        return data


class RepeatsForm(forms.Form):
    """Which older recommendation is repeated, of those that were proposed; empty: none."""

    expected_revision = forms.IntegerField(min_value=0)
    repeats_uid = forms.TypedChoiceField(coerce=uid_or_none, required=False, empty_value=None)

    def __init__(self, data: Any, proposed: Iterable[str]) -> None:
        super().__init__(data)
        set_choices(self, "repeats_uid", [("", ""), *((uid, uid) for uid in proposed)])


class AnswerForm(FactForm):
    """How a measure stands to a recommendation, according to whom."""

    once = frozenset({"recommendation", "measure"})
    rare = frozenset({"confidence"})

    recommendation = forms.UUIDField(widget=forms.HiddenInput)
    measure = forms.TypedChoiceField(label=lazy("Mesure"), coerce=uid_or_none,
                                     help_text=lazy("Parmi celles des plans publiés."))  # fmt: skip
    relation = EnumField(Relation, words.RELATION, label=lazy("Cette mesure"))
    said_by = OrgField(label=lazy("Qui le dit"), required=False, help_text=WHO_SAYS)
    said = WhenField(label=lazy("Depuis quand"), required=False, help_text=DATE_HINT)
    text = TextField(label=lazy("Pourquoi"), rows=4)
    confidence = EnumField(Confidence, labels.CONFIDENCE, label=lazy("La source"), initial=Confidence.STATED)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "measure" in self.fields:
            set_choices(self, "measure", published_plans().measure_choices(blank="—"))


class ReviewForm(FactForm):
    """Somebody went through the measures and found that none answers."""

    once = frozenset({"recommendation"})

    recommendation = forms.UUIDField(widget=forms.HiddenInput)
    plans = forms.MultipleChoiceField(label=lazy("Plans examinés"), required=False,
                                      widget=forms.CheckboxSelectMultiple,
                                      help_text=lazy("Aucun coché : tous ont été examinés."))  # fmt: skip
    said_by = OrgField(label=lazy("Qui a cherché"), required=False, help_text=WHO_SAYS)
    said = WhenField(label=lazy("Quand"), required=False, help_text=DATE_HINT)
    text = TextField(label=lazy("Pourquoi aucune ne répond"), rows=4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found, start = published_plans(), [str(uid) for uid in self.initial.get("plans") or ()]
        kept = [(uid, uid) for uid in start if uid not in found.plans]
        set_choices(self, "plans", [*found.plans.items(), *kept])

    def clean_plans(self) -> tuple[str, ...]:
        """Their uids."""
        return tuple(self.cleaned_data["plans"])
