"""What every form of a record shares: what surrounds it, the revision it was filled on, the values it gives."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.core.models import Part
from jalon.office.dates import Typed
from jalon.office.forms.fields import CodesField, OrgField, OrgsField, WhenField
from jalon.office.forms.rows import RowsField

Choices = tuple[tuple[str, str], ...]
Grouped = tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Around:
    """What choices of a form are made of: read once by the view, never by the form."""

    part: Part
    names: tuple[str, ...] = ()
    directory: Mapping[str, str] = field(default_factory=dict)
    sources: Choices = ()
    vocabularies: Mapping[str, Choices] = field(default_factory=dict)
    sections: Choices = ()
    subjects: Grouped = ()
    organisations: Choices = ()
    indicators: Grouped = ()
    others_indicators: Grouped = ()
    territories: Grouped = ()
    owner: str = ""
    scales: Choices = ()
    evaluations: Choices = ()


class FactForm(forms.Form):
    """A record of a part. `row` is the record that is edited; None when it is new."""

    once: ClassVar[frozenset[str]] = frozenset()
    """Fields that only a new record takes."""
    rare: ClassVar[frozenset[str]] = frozenset()
    """Fields that most records leave as they are: folded away until something is in them."""
    outside: ClassVar[frozenset[str]] = frozenset({"expected_revision"})
    """Fields that are not handed to the action as values."""

    expected_revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(
        self, data: Any = None, files: Any = None, *, around: Around, row: Any = None, initial: Any = None
    ) -> None:
        self.around, self.row = around, row
        started = {} if row is None else self.started(row)
        super().__init__(data, files, initial={**started, **(initial or {})})
        if row is not None:
            for name in self.once & self.fields.keys():
                del self.fields[name]
        self._surround()

    def started(self, row: Any) -> dict[str, Any]:
        """The values of the record, by field."""
        names = [name for name in self.base_fields if hasattr(row, name)]
        return {name: getattr(row, name) for name in names} | {"expected_revision": row.revision}

    def _surround(self) -> None:
        for name, item in self.fields.items():
            start = self.initial.get(name)
            if isinstance(item, OrgField | OrgsField):
                item.directory = self.around.directory
            if isinstance(item, WhenField | OrgField | OrgsField) and start:
                item.start = start
            if isinstance(item, RowsField) and start:
                item.start = start if isinstance(start, tuple) else (start,)
            if isinstance(item, CodesField):
                item.choices = with_kept(self.around.vocabularies.get(name, ()), start or ())

    def common_fields(self) -> list[forms.BoundField]:
        """The fields that are always in view."""
        return [self[name] for name in self.fields if name not in self.rare]

    def rare_fields(self) -> list[forms.BoundField]:
        """The fields that are folded away."""
        return [self[name] for name in self.fields if name in self.rare]

    def unfolded(self) -> bool:
        """Whether a field that is folded away holds something, or an error."""
        return any(one.errors or one.value() not in self._plain(one.name) for one in self.rare_fields())

    def _plain(self, name: str) -> tuple[Any, ...]:
        default = self.base_fields[name].initial
        return (None, "", (), [], False, Typed(), default, str(default))

    def written(self) -> list[str]:
        """The names of the fields that the action is given."""
        return [name for name in self.fields if name not in self.outside]

    def values(self) -> dict[str, Any]:
        """What was filled in, as the action takes it."""
        return {name: self.cleaned_data[name] for name in self.written()}


def set_choices(form: forms.BaseForm, name: str, choices: Iterable[Any]) -> None:
    """What a field of the form chooses from: known when the form is made, not when its class is."""
    form.fields[name].choices = list(choices)  # type: ignore[attr-defined]  # a field that chooses


def with_kept(choices: Choices, chosen: Iterable[str]) -> Choices:
    """The choices, with those that were chosen before and are not offered any more."""
    known = {code for code, _label in choices}
    return (*choices, *((code, code) for code in chosen if code not in known))


class PlainForm(forms.Form):
    """A form that asks why: for withdrawals and the like."""

    expected_revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)


class ReasonForm(PlainForm):
    """Why a record is taken out."""

    reason = forms.CharField(
        label=_("Pourquoi la retirer"), max_length=500, help_text=_("La raison reste avec la fiche, dans l’équipe.")
    )
