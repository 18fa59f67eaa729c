"""Form fields that give facts: texts, dates as said, bodies, codes, decimal strings."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.facts.common import Count, OrgRef, Text, When, Wording
from jalon.facts.indicator import Indicator
from jalon.methods.dates import DateError
from jalon.office.dates import LONGEST, Typed, Unread, read, typed
from jalon.office.forms.values import NotAValue, plain_value
from jalon.office.forms.widgets import TextsWidget, TextWidget, WhenWidget

NEEDED = lazy("Remplissez ce champ.")
_SPACES = re.compile(r"[\s\u00a0\u202f]")
_DECIMAL = re.compile(r"-?\d{1,40}(\.\d{1,30})?")


class WhenField(forms.Field):
    """A date as said, or None. `start` is the date before: words left as they were keep their reading."""

    widget = WhenWidget
    start: When | None = None

    def clean(self, value: Any) -> When | None:
        """The date, or what to write instead."""
        given = value if isinstance(value, Typed) else Typed()
        if len(given.words) > LONGEST:
            raise ValidationError(_("Une date tient en %(n)d caractères.") % {"n": LONGEST})
        if self.start is not None and given == typed(self.start):
            return self.start
        try:
            when = read(given)
        except Unread:
            raise ValidationError(
                _("« %(words)s » ne se lit pas comme une date. Écrivez par exemple « 12 mars 2024 », « juin 2025 », "
                  "« 2019-2021 » ou 2024-03~, ou cochez « garder ces mots ».") % {"words": given.words}
            ) from None  # fmt: skip
        except DateError as error:
            raise ValidationError(
                _("La lecture donnée après « = » n’est pas une date EDTF (%(error)s).") % {"error": error}
            ) from None
        if when is None and self.required:
            raise ValidationError(str(NEEDED))
        return when


class TextField(forms.Field):
    """A text in one language, or None."""

    def __init__(self, *, rows: int = 3, wording: Wording = Wording.SUMMARY, **kwargs: Any) -> None:
        super().__init__(widget=TextWidget(rows=rows, wording=wording), **kwargs)

    def clean(self, value: Any) -> Text | None:
        """The text."""
        text = value if isinstance(value, Text) else None
        if text is None and self.required:
            raise ValidationError(str(NEEDED))
        return text


class TextsField(forms.Field):
    """Any number of texts."""

    widget = TextsWidget

    def clean(self, value: Any) -> tuple[Text, ...]:
        """The texts."""
        return tuple(value or ())


class OrgField(forms.CharField):
    """A body by its name; its uid is added when the directory knows the name. Names of the directory are proposed."""

    directory: Mapping[str, str] = {}
    start: OrgRef | None = None

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 300)
        super().__init__(**kwargs)
        self.widget.attrs["list"] = "organismes"

    def prepare_value(self, value: Any) -> Any:
        """The name."""
        return value.name if isinstance(value, OrgRef) else value

    def clean(self, value: Any) -> Any:
        """The body, or None."""
        return one_body(super().clean(value), self.directory, (self.start,) if self.start else ())


class OrgsField(forms.CharField):
    """Bodies by their names, one a line."""

    directory: Mapping[str, str] = {}
    start: tuple[OrgRef, ...] = ()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 2}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The names."""
        return "\n".join(item.name for item in value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        """The bodies."""
        found = (one_body(line, self.directory, self.start) for line in lines(super().clean(value)))
        return tuple(body for body in found if body)


def one_body(name: str, directory: Mapping[str, str], before: Iterable[OrgRef] = ()) -> OrgRef | None:
    """The body of this name; one that stood there before keeps its uid."""
    words = " ".join(name.split())
    if not words:
        return None
    same = next((body for body in before if body.name == words), None)
    return same or OrgRef(name=words, uid=directory.get(words.casefold()))


class LinesField(forms.CharField):
    """Words, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 2}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """One a line."""
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        """The words, each once."""
        return tuple(dict.fromkeys(lines(super().clean(value))))


class CodesField(forms.MultipleChoiceField):
    """Terms of a vocabulary, in its order."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> Any:
        """The codes."""
        return tuple(super().clean(list(value or ())))


class CountsField(forms.CharField):
    """A declared count, one line for each level: « réalisées : 3 »."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """One a line."""
        if isinstance(value, list | tuple):
            return "\n".join(f"{count.label} : {count.value}" for count in value)
        return value

    def clean(self, value: Any) -> Any:
        """The counts."""
        return tuple(_count(line) for line in lines(super().clean(value)))


def _count(line: str) -> Count:
    label, _sign, figure = line.rpartition(":")
    digits = _SPACES.sub("", figure)
    if not label.strip() or not digits.isdecimal() or len(digits) > 9:
        raise ValidationError(
            _("« %(line)s » : écrivez le niveau, deux-points, puis un nombre entier.") % {"line": line}
        )
    return Count(label=label.strip(), value=int(digits))


class DecimalTextField(forms.CharField):
    """A number as a decimal string: « 1 700 000,50 » is kept as 1700000.50, digit for digit."""

    def clean(self, value: Any) -> Any:
        """The decimal string, or None."""
        words = _SPACES.sub("", super().clean(value)).replace(",", ".").replace("−", "-")
        if not words:
            return None
        if not _DECIMAL.fullmatch(words):
            raise ValidationError(_("Écrivez un nombre, par exemple 1 700 000 ou 12,5, sans unité."))
        return words


class ValueField(DecimalTextField):
    """A value of an indicator as its kind takes it: a number, « oui », the name of a level; a number without indicator."""

    def __init__(self, indicator: Indicator | None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.indicator = indicator

    def clean(self, value: Any) -> Any:
        """The decimal string, or None."""
        words = str(value or "").strip()
        if self.indicator is None or not words:
            return super().clean(value)
        try:
            return plain_value(words, self.indicator.value_kind, self.indicator.levels)
        except NotAValue as error:
            raise ValidationError(str(error)) from None


class NoneCharField(forms.CharField):
    """Words, or None when blank."""

    def clean(self, value: Any) -> Any:
        """The words."""
        return super().clean(value) or None


class EnumField(forms.TypedChoiceField):
    """A code of a closed list; with `blank`, also nothing."""

    def __init__(
        self, codes: type[StrEnum], labels: Mapping[Any, Any], *, blank: Any = "", radio: bool = True, **kwargs: Any
    ) -> None:
        offered = [(code.value, labels[code]) for code in codes]
        choices = [("", blank), *offered] if blank else offered
        widget = forms.RadioSelect if radio else forms.Select
        super().__init__(choices=choices, coerce=codes, empty_value=None, widget=widget, required=not blank, **kwargs)


def lines(text: str) -> list[str]:
    """The lines that are not blank, their spaces tidied."""
    return [line for line in (" ".join(raw.split()) for raw in text.splitlines()) if line]
