"""What holds for every template of the product: the strict security policy, and that it compiles."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

import jalon

ROOT = Path(jalon.__file__).parent
TEMPLATES = sorted(path for path in ROOT.glob("*/templates/**/*") if path.suffix in {".html", ".txt", ".svg", ".xml"})
PAGES = [path for path in TEMPLATES if path.suffix in {".html", ".svg"}]
SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL)


def name(path: Path) -> str:
    return "/".join(path.relative_to(ROOT).parts[2:])


def ids(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


@pytest.mark.parametrize("path", TEMPLATES, ids=ids(TEMPLATES))
def test_every_template_compiles(path: Path) -> None:
    get_template(name(path))


@pytest.mark.parametrize("path", PAGES, ids=ids(PAGES))
def test_no_template_has_a_style_or_an_event_attribute(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"\s(style|on[a-z]+)\s*=\s*[\"']", source)
    assert "<style" not in source and "javascript:" not in source


@pytest.mark.parametrize("path", PAGES, ids=ids(PAGES))
def test_no_template_has_a_script_of_its_own(path: Path) -> None:
    """Only files of the same host, and blocks of data that no browser runs."""
    for attributes, body in SCRIPT.findall(path.read_text(encoding="utf-8")):
        assert 'type="application/json"' in attributes or ("{% static" in attributes and not body.strip())


@pytest.mark.parametrize("path", PAGES, ids=ids(PAGES))
def test_no_template_loads_anything_from_another_host(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not re.search(
        r"<(?:link|script|img|use|iframe|source|object)\b[^>]*(?:href|src|data)=[\"']?(?:https?:)?//", source
    )
