"""The design pages show every component, in both languages, without the database."""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.http import HttpRequest
from django.template import engines
from django.template.base import Origin, Template
from django.test import RequestFactory
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from jalon.ui import samples, samples_office, views

UI = Path(samples.__file__).parent
COMPONENTS = {path.stem for path in (UI / "templates" / "cotton").glob("*.html")}
ONLY_ELSEWHERE = {"leave_stage", "passkey", "passkey_status"}
"""Parts of the sign-in pages, which have tests of their own."""
PAGES = [("/design/", views.design), ("/design/bureau/", views.design_office)]


def page(address: str, lang: str) -> str:
    view = dict(PAGES)[address]
    prefix = "" if lang == "fr" else "/en"
    with translation.override(lang):
        return view(RequestFactory().get(prefix + address)).content.decode()


class Structure(HTMLParser):
    """Ids, links within the page, and names of tags that were left open."""

    void = frozenset({"meta", "link", "input", "br", "hr", "img"})

    def __init__(self, source: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.anchors: list[str] = []
        self.used: set[str] = set()
        self.described: list[str] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = dict(attributes)
        self.ids += [said["id"]] if said.get("id") else []
        link = said.get("href") or ""
        if tag == "use":
            self.used.add(link.removeprefix("#"))
        elif link.startswith("#"):
            self.anchors.append(link[1:])
        for attribute in ("aria-labelledby", "aria-describedby", "for"):
            self.described += (said.get(attribute) or "").split()
        if tag not in self.void:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attributes)
        if tag not in self.void:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> at {self.getpos()}")


def rendered_components(address: str) -> set[str]:
    """Names of the components that a page renders, wherever they stand."""
    seen = set[str]()
    plain = Template._render

    def spy(self: Template, context: object) -> str:
        origin = self.origin
        if isinstance(origin, Origin) and "/cotton/" in str(origin.name):
            seen.add(Path(str(origin.name)).stem)
        return plain(self, context)  # type: ignore[arg-type]

    Template._render = spy  # type: ignore[method-assign]
    try:
        page(address, "fr")
    finally:
        Template._render = plain  # type: ignore[method-assign]
    return seen


def test_every_component_is_shown_on_a_design_page() -> None:
    shown = set[str]().union(*(rendered_components(address) for address, _view in PAGES))
    assert COMPONENTS - ONLY_ELSEWHERE - shown == set()


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("address", [address for address, _view in PAGES])
def test_a_design_page_is_well_formed_and_its_references_resolve(address: str, lang: str) -> None:
    structure = Structure(page(address, lang))
    assert structure.wrong == [] and structure.open == []
    assert [name for name, count in Counter(structure.ids).items() if count > 1] == []
    assert structure.used <= set(structure.ids)
    places = {"csv", "json", "xlsx"}  # addresses of invented files
    assert set(structure.anchors) - places <= set(structure.ids)
    assert set(structure.described) <= set(structure.ids)


@pytest.mark.parametrize("address", [address for address, _view in PAGES])
def test_a_design_page_says_its_language_and_links_to_the_other(address: str) -> None:
    french, english = page(address, "fr"), page(address, "en")
    assert '<html lang="fr">' in french and f'href="/en{address}"' in french
    assert '<html lang="en">' in english and f'<a href="{address}" hreflang="fr" lang="fr">' in english
    assert "Skip to content" in english and "Aller au contenu" not in english


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("address", [address for address, _view in PAGES])
def test_invented_data_is_said_to_be_invented(address: str, lang: str) -> None:
    assert {"fr": "Données fictives.", "en": "Invented data."}[lang] in page(address, lang)


@pytest.mark.parametrize("address", [address for address, _view in PAGES])
def test_a_design_page_has_no_style_attribute_and_asks_no_other_host(address: str) -> None:
    source = page(address, "fr")
    assert " style=" not in source
    assert not re.search(r"<(?:link|script|img|use)\b[^>]*(?:href|src)=\"(?:https?:)?//", source)


def test_every_sign_of_the_sprite_is_named_once() -> None:
    sprite = (UI / "templates" / "ui" / "sprite.html").read_text(encoding="utf-8")
    names = re.findall(r'<symbol id="([\w-]+)"', sprite)
    assert len(names) == len(set(names))
    assert {sign.mark for sign in samples.legend()} == set(names)


def render(source: str, **context: object) -> str:
    with translation.override("fr"):
        compiled = CottonCompiler().process("{% load ui %}" + source)
        return engines["django"].from_string(compiled).render(context, HttpRequest())


def test_a_summary_is_never_in_quotation_marks() -> None:
    texts = samples.texts()
    assert "<q" not in render('{% text t "quote" %}', t=texts["summary"])
    assert 'class="gist"' in render("{% text t %}", t=texts["summary"])
    assert render('{% text t "quote" %}', t=texts["read"]).startswith("<q")
    assert "<q" not in render('{% text t "quote" %}', t=texts["translated"])


def test_a_text_in_another_language_says_which() -> None:
    assert 'lang="en"' in render("{% text t %}", t=samples.texts()["foreign"])


def test_what_is_not_known_is_written_so() -> None:
    unknown = '<span class="unknown">non lu</span>'
    assert render("{% text t %}", t=None) == unknown
    assert render("{{ w|when }}", w=None) == unknown
    assert unknown in render('<c-number of="" />')


def test_an_inferred_date_says_so_in_words_too() -> None:
    found = render("{{ w|when }}", w=samples.dates()["inferred"])
    assert 'class="infer"' in found and "(déduit)" in found


def test_a_date_known_to_the_day_can_be_read_by_machines() -> None:
    assert render("{{ w|when }}", w="2023-01-12") == '<time datetime="2023-01-12">12 janvier 2023</time>'
    assert render("{{ w|when }}", w="2025-06~") == "vers juin 2025"
    assert "<time" not in render("{{ w|when }}", w="2024-21")


def test_words_from_records_are_escaped() -> None:
    nasty = samples.Text(value="<b onclick=x>&")
    assert "<b" not in render("{% text t %}", t=nasty)
    assert "<b" not in render('<c-verdict words="{{ w }}" :who="w" />', w="<b>")
    assert "<b" not in render(
        '<c-table :table="t" />',
        t=samples.Table("<b>", (samples.Column("<b>"),), (samples.Row((samples.Cell("<b>"),)),)),
    )


def test_a_row_of_another_length_than_its_table_is_an_error() -> None:
    table = samples.Table("x", (samples.Column("a"), samples.Column("b")), (samples.Row((samples.Cell("1"),)),))
    with pytest.raises(ValueError, match="shorter"):
        render('<c-table :table="t" />', t=table)


def test_the_errors_of_a_form_lead_to_their_fields() -> None:
    form = samples_office.Samples().wrong
    structure = Structure(
        render(
            '{% with items=f|problems %}<c-problems :items="items" />{% endwith %}{% for x in f %}<c-field :of="x" />{% endfor %}',
            f=form,
        )
    )
    assert len(structure.anchors) == sum(len(errors) for errors in form.errors.values())
    assert set(structure.anchors) <= set(structure.ids)


def test_a_field_is_tied_to_its_hint_and_its_error() -> None:
    found = render('<c-field :of="f.due" />', f=samples_office.Samples().wrong)
    assert 'aria-describedby="faux_due_aide faux_due_erreur"' in found
    assert 'aria-invalid="true"' in found and "placeholder" not in found
