"""Writes lose nothing: a form filled on an older revision conflicts, with both texts."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jalon.core import revisions
from jalon.core.errors import Conflict, FieldConflict, Invalid
from jalon.core.models import Part, Source
from tests.integration.core import make
from tests.integration.core.conftest import Threads

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)


def test_a_write_on_the_expected_revision_raises_it(db: None) -> None:
    part = make.part()
    revisions.write(part, 1, title="Plan national")
    part.refresh_from_db()
    assert (part.title, part.revision) == ("Plan national", 2)


def test_a_write_on_an_older_revision_gives_both_texts_and_changes_nothing(db: None) -> None:
    part = make.part()
    stale = Part.objects.get(pk=part.pk)
    revisions.write(part, 1, title="Le premier")
    with pytest.raises(Conflict) as refused:
        revisions.write(stale, 1, title="Le second")
    assert refused.value.fields == (FieldConflict("title", "Le premier", "Le second"),)
    assert (refused.value.expected, refused.value.current) == (1, 2)
    assert Part.objects.get(pk=part.pk).title == "Le premier"


def test_fields_that_both_wrote_alike_are_no_conflict_of_texts(db: None) -> None:
    part = make.part()
    stale = Part.objects.get(pk=part.pk)
    revisions.write(part, 1, title="Pareil", lang="en")
    with pytest.raises(Conflict) as refused:
        revisions.write(stale, 1, title="Pareil", lang="fr")
    assert [found.field for found in refused.value.fields] == ["lang"]


def test_a_record_deleted_meanwhile_conflicts_with_revision_zero(db: None) -> None:
    source = Source.objects.create(part=make.part(), address="JO du 3 mai")
    again = Source.objects.get(pk=source.pk)
    revisions.remove(source, 1)
    with pytest.raises(Conflict) as refused:
        revisions.write(again, 1, address="JO du 4 mai")
    assert refused.value.current == 0
    assert refused.value.fields == (FieldConflict("address", "", "JO du 4 mai"),)


def test_a_value_that_the_column_refuses_changes_nothing(db: None) -> None:
    part = make.part()
    with pytest.raises(Invalid) as refused:
        revisions.write(part, 1, kind="poem")
    assert set(refused.value.problems) == {"kind"}
    assert Part.objects.get(pk=part.pk).revision == 1


def test_removing_needs_the_expected_revision_too(db: None) -> None:
    part = make.part()
    with pytest.raises(Conflict):
        revisions.remove(part, 7)
    assert Part.objects.filter(pk=part.pk).exists()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 3), texts), min_size=1, max_size=6))
def test_whatever_the_forms_the_stored_text_is_that_of_the_last_accepted_one(
    db: None, forms: list[tuple[int, str]]
) -> None:
    part = make.part()
    kept, revision = part.title, part.revision
    for lag, title in forms:
        form = Part.objects.get(pk=part.pk)
        try:
            revisions.write(form, revision - lag, title=title)
        except Conflict as error:
            assert lag > 0
            assert all(found.current == kept and found.submitted == title for found in error.fields)
        else:
            assert lag == 0
            kept, revision = title, revision + 1
        stored = Part.objects.get(pk=part.pk)
        assert (stored.title, stored.revision) == (kept, revision)


def test_of_writers_at_the_same_moment_one_passes_and_the_others_conflict(threads: Threads) -> None:
    part = make.part()
    titles = [f"Titre {n}" for n in range(4)]

    def write(title: str) -> str:
        return revisions.write(Part.objects.get(pk=part.pk), 1, title=title).title

    results = threads.race(*(lambda title=title: write(title) for title in titles))
    won = [result for result in results if isinstance(result, str)]
    lost = [result for result in results if isinstance(result, Conflict)]
    assert (len(won), len(lost)) == (1, 3)
    stored = threads.look(lambda: Part.objects.get(pk=part.pk))
    assert (stored.title, stored.revision) == (won[0], 2)
    assert {found.current for error in lost for found in error.fields} == {won[0]}
