"""Finding the messages of the code, and keeping both languages complete."""

from pathlib import Path

import pytest

from jalon.ui import i18n
from jalon.ui.messages import Found, in_python, in_template


def python(source: str) -> set[Found]:
    return set(in_python(source, "x.py"))


def template(source: str) -> set[Found]:
    return set(in_template(source, "x.html"))


def test_a_function_is_known_under_any_name_it_is_imported_by() -> None:
    source = "from django.utils.translation import gettext_lazy as mot\nA = mot('Pilote')\nB = autre('rien')\n"
    assert python(source) == {Found("Pilote")}


def test_a_text_on_two_lines_is_one_message() -> None:
    source = "from django.utils.translation import gettext as _\n_('Rien '\n  'lu')\n"
    assert python(source) == {Found("Rien lu")}


def test_plural_and_context_are_kept() -> None:
    source = (
        "from django.utils import translation\n"
        "translation.ngettext('%(n)s mesure', '%(n)s mesures', n)\n"
        "translation.pgettext('texte', 'résumé')\n"
    )
    assert python(source) == {Found("%(n)s mesure", "%(n)s mesures"), Found("résumé", context="texte")}


def test_a_computed_message_is_left_to_the_call_that_names_it() -> None:
    assert python("from django.utils.translation import gettext as _\n_(title)\n") == set()


def test_templates_give_their_tags_blocks_and_filters() -> None:
    source = (
        "    {% translate 'Pilote' %}\n  {{ x|default:_('Sources') }}\n"
        "{% blocktranslate trimmed count n=x %}{{ n }} code{% plural %}{{ n }} codes{% endblocktranslate %}"
        '{% translate "lu" context "texte" %}'
    )
    assert template(source) == {
        Found("Pilote"),
        Found("Sources"),
        Found("%(n)s code", "%(n)s codes"),
        Found("lu", context="texte"),
    }


def test_attributes_of_components_are_read() -> None:
    assert template('<c-fact name="{% translate \'Indicateur\' %}" unread="1" />') == {Found("Indicateur")}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package of two rooms; `ui` holds the French catalogue."""
    for room in ("ui", "plans"):
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").write_text("")
    (tmp_path / "plans" / "page.html").write_text("{% translate 'Pilote' %}")
    return tmp_path


def translate(package: Path, text: str) -> None:
    path = package / "plans" / i18n.ENGLISH
    path.write_text(path.read_text().replace('msgid "Pilote"\nmsgstr ""', f'msgid "Pilote"\nmsgstr "{text}"'))


def test_a_message_without_english_is_a_problem_until_it_is_translated(package: Path) -> None:
    i18n.extract(package)
    assert [line.split(": ", 1)[1] for line in i18n.problems(package)] == ["not translated: 'Pilote'"]
    translate(package, "Lead")
    assert list(i18n.problems(package)) == []


def test_extraction_keeps_translations_and_is_stable(package: Path) -> None:
    i18n.extract(package)
    translate(package, "Lead")
    before = {path: path.read_bytes() for path in package.rglob("*.po")}
    i18n.extract(package)
    assert {path: path.read_bytes() for path in package.rglob("*.po")} == before
    assert b'msgstr "Lead"' in b"".join(before.values())


def test_a_new_and_a_gone_message_ask_for_an_extraction(package: Path) -> None:
    i18n.extract(package)
    translate(package, "Lead")
    (package / "plans" / "page.html").write_text("{% translate 'Échéance' %}")
    found = "\n".join(i18n.problems(package))
    assert "run extract, missing: 'Échéance'" in found
    assert "run extract, no longer used: 'Pilote'" in found


def test_a_fuzzy_translation_is_a_problem(package: Path) -> None:
    i18n.extract(package)
    translate(package, "Lead")
    path = package / "plans" / i18n.ENGLISH
    path.write_text(path.read_text().replace('msgid "Pilote"', '#, fuzzy\nmsgid "Pilote"'))
    assert any("marked fuzzy" in line for line in i18n.problems(package))


def test_a_lost_placeholder_is_a_problem(package: Path) -> None:
    (package / "plans" / "page.html").write_text("{% blocktranslate %}{{ n }} sur {{ m }}{% endblocktranslate %}")
    i18n.extract(package)
    path = package / "plans" / i18n.ENGLISH
    path.write_text(path.read_text().replace('sur %(m)s"\nmsgstr ""', 'sur %(m)s"\nmsgstr "%(n)s of m"'))
    assert any("placeholder" in line for line in i18n.problems(package))


def test_the_french_catalogue_gives_every_message_back(package: Path) -> None:
    i18n.extract(package)
    french = (package / "ui" / "locale" / "fr" / "LC_MESSAGES" / "django.po").read_text()
    assert 'msgid "Pilote"\nmsgstr "Pilote"' in french


def test_what_one_room_has_translated_is_given_to_the_other(package: Path) -> None:
    i18n.extract(package)
    translate(package, "Lead")
    (package / "ui" / "page.html").write_text("{% translate 'Pilote' %}")
    i18n.extract(package)
    assert list(i18n.problems(package)) == []


def test_only_the_rooms_named_are_written(package: Path) -> None:
    i18n.extract(package, only=("ui",))
    assert not (package / "plans" / i18n.ENGLISH).exists()


def test_an_unknown_word_is_refused_with_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert i18n.main(["translate"]) == 2
    assert "extract" in capsys.readouterr().err
