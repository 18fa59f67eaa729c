"""Controls that hold a whole fact: a text with its language and wording, a date as said."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jalon.facts.common import Text, When, Wording
from jalon.office.dates import Typed, readable, typed, understood

LANGUAGES: tuple[tuple[str, str | Promise], ...] = (("fr", _("français")), ("en", _("anglais")), ("es", _("espagnol")))
WORDINGS: tuple[tuple[str, str | Promise], ...] = (
    (Wording.VERBATIM.value, _("lu mot pour mot dans la source")),
    (Wording.SUMMARY.value, _("résumé par nous (jamais entre guillemets)")),
    (Wording.TRANSLATION.value, _("traduit par nous")),
)


class WhenWidget(forms.Widget):
    """The words as said, what was understood, and whether the date is inferred."""

    template_name = "office/widgets/when.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Typed:
        """What was typed."""
        return Typed(data.get(name, ""), keep=f"{name}_mots" in data, inferred=f"{name}_deduit" in data)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether the form did not send it."""
        return name not in data

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Words, reading and boxes."""
        given = value if isinstance(value, Typed) else typed(value if isinstance(value, When) else None)
        context = super().get_context(name, None, attrs)
        reading = understood(given, (get_language() or "fr")[:2])
        unread = bool(given.words) and (given.keep or not readable(given))
        return context | {"typed": given, "understood": reading, "asks_to_keep": unread}


class TextWidget(forms.Widget):
    """The words, their language, and how they stand to the source: `wording` is what a blank one starts from."""

    template_name = "office/widgets/text.html"

    def __init__(
        self, attrs: dict[str, Any] | None = None, *, rows: int = 3, wording: Wording = Wording.SUMMARY
    ) -> None:
        super().__init__(attrs)
        self.rows, self.wording = rows, wording

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Text | None:
        """The text; None when the words are blank."""
        words = str(data.get(name, "")).replace("\r\n", "\n").strip()
        if not words:
            return None
        wording = data.get(f"{name}_wording", Wording.SUMMARY.value)
        known = wording if wording in set(Wording) else Wording.SUMMARY.value
        return Text(value=words, lang=str(data.get(f"{name}_lang", "fr"))[:8], wording=Wording(known))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether the form did not send it."""
        return name not in data

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Words and choices."""
        text = value if isinstance(value, Text) else Text(value="", wording=self.wording)
        codes = {code for code, _label in LANGUAGES}
        languages = LANGUAGES if text.lang in codes else (*LANGUAGES, (text.lang, text.lang))
        context = super().get_context(name, None, attrs)
        return context | {"text": text, "rows": self.rows, "languages": languages, "wordings": WORDINGS}


class TextsWidget(forms.Widget):
    """Several texts, with a blank one for the next."""

    template_name = "office/widgets/texts.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[Text, ...]:
        """The texts that are not blank."""
        single = TextWidget()
        count = sum(1 for key in data if key.startswith(f"{name}_") and key.rpartition("_")[2].isdigit())
        found = (single.value_from_datadict(data, files, f"{name}_{place}") for place in range(count))
        return tuple(text for text in found if text is not None)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether the form did not send it."""
        return f"{name}_0" not in data

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """One control for each text."""
        texts = tuple(value) if isinstance(value, list | tuple) else ()
        context = super().get_context(name, None, attrs)
        own = context["widget"]["attrs"]
        base = str(own.get("id", f"id_{name}"))
        single = TextWidget()
        contexts = [
            single.get_context(f"{name}_{place}", text, {**own, "id": base if place == 0 else f"{base}_{place}"})
            | {"place": place + 1}
            for place, text in enumerate((*texts, None))
        ]
        return context | {"texts": contexts}
