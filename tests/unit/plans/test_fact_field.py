"""A column of facts gives back the facts that were put in, and keeps nothing but what is said."""

import json
import unicodedata
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.core.fields import FactField
from jalon.core.revisions import as_text
from jalon.facts.common import Confidence, OrgRef, Text, When, Wording

words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=400).map(
    lambda text: unicodedata.normalize("NFC", text)
)
texts = st.builds(Text, value=words, lang=st.sampled_from(["fr", "en"]), wording=st.sampled_from(Wording))
whens = st.builds(
    When, edtf=st.none() | st.just("2019~"), printed=st.none() | words, confidence=st.sampled_from(Confidence)
)


def _there_and_back(field: FactField, value: Any) -> Any:
    stored = json.dumps(field.get_prep_value(value))
    return field.from_db_value(stored, None, connection)


@settings(max_examples=80, deadline=None)
@given(texts, whens, st.lists(texts, max_size=3).map(tuple), st.lists(words, max_size=3).map(tuple))
def test_facts_come_back_equal(text: Text, when: When, many: tuple[Text, ...], strings: tuple[str, ...]) -> None:
    assert _there_and_back(FactField(Text), text) == text
    assert _there_and_back(FactField(When), when) == when
    assert _there_and_back(FactField(Text, many=True), many) == many
    assert _there_and_back(FactField(str, many=True), strings) == strings


def test_what_is_default_is_left_out() -> None:
    assert FactField(Text).get_prep_value(Text(value="a")) == {"value": "a"}


def test_nothing_is_nothing() -> None:
    assert FactField(Text, null=True).from_db_value(None, None, connection) is None


@pytest.mark.parametrize("value", [None, "un texte", {"value": "a"}, (Text(value="a"),), OrgRef(name="a")])
def test_what_is_no_such_fact_is_refused(value: Any) -> None:
    with pytest.raises(ValidationError):
        FactField(Text).validate(value, None)


def test_a_migration_can_make_the_field_again() -> None:
    _name, _path, args, kwargs = FactField(Text, many=True).deconstruct()
    again = FactField(*args, **kwargs)
    assert (again.cls, again.many, again.get_default()) == (Text, True, ())


def test_a_conflict_shows_facts_by_their_words() -> None:
    assert as_text((Text(value="un"), Text(value="deux"))) == "un\ndeux"
    assert as_text(OrgRef(name="DGCS")) == "DGCS"
    assert as_text(When(recurrence="chaque année")) == "chaque année"
