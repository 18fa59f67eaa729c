"""Catalogues are compiled without msgfmt; gaps are refused."""

import gettext
from pathlib import Path

import pytest

from jalon.config.catalogues import CatalogueProblem, compile_all

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
GOOD = 'msgid "mesure"\nmsgstr "measure"\n\nmsgid "%(n)s acte"\nmsgid_plural "%(n)s actes"\nmsgstr[0] "%(n)s act"\nmsgstr[1] "%(n)s acts"\n'


def room(tmp_path: Path, entries: str) -> Path:
    folder = tmp_path / "plans/locale/en/LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(HEAD + entries, encoding="utf-8")
    return tmp_path


def test_a_compiled_catalogue_translates(tmp_path: Path) -> None:
    (compiled,) = compile_all(room(tmp_path, GOOD), check=True)
    with compiled.open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    assert catalogue.gettext("mesure") == "measure"
    assert catalogue.ngettext("%(n)s acte", "%(n)s actes", 2) == "%(n)s acts"


def test_a_catalogue_that_did_not_change_is_not_compiled_again(tmp_path: Path) -> None:
    (compiled,) = compile_all(room(tmp_path, GOOD))
    before = compiled.stat().st_mtime_ns
    list(compile_all(tmp_path))
    assert compiled.stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ('msgid "mesure"\nmsgstr ""\n', "not translated: 'mesure'"),
        ('#, fuzzy\nmsgid "mesure"\nmsgstr "measure"\n', "marked fuzzy"),
        ('#, python-format\nmsgid "%(n)s mesures"\nmsgstr "%(m)s measures"\n', "placeholders differ"),
        ('msgid "{n} mesures"\nmsgstr "{m} measures"\n', "placeholders differ"),
    ],
)
def test_gaps_and_broken_placeholders_are_refused(tmp_path: Path, entries: str, expected: str) -> None:
    with pytest.raises(CatalogueProblem, match=expected.replace("(", r"\(")):
        list(compile_all(room(tmp_path, entries), check=True))
