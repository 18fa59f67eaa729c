"""The locked lists: hashes everywhere, no address, and the lists agree with each other."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
NAMES = ("base", "dev", "build")
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", re.MULTILINE)


def text_of(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


def pins(name: str) -> dict[str, str]:
    return dict(PIN.findall(text_of(name)))


@pytest.mark.parametrize("name", NAMES)
def test_every_package_has_a_hash(name: str) -> None:
    blocks = re.split(r"^(?=[a-z0-9])", text_of(name), flags=re.MULTILINE)
    assert [block.split()[0] for block in blocks if PIN.match(block) and "--hash=sha256:" not in block] == []
    assert pins(name)


@pytest.mark.parametrize("name", NAMES)
def test_no_list_holds_an_address(name: str) -> None:
    assert "://" not in text_of(name)


def test_who_can_test_can_run_the_same_versions() -> None:
    """`make test` then `make run` installs nothing again."""
    dev = pins("dev")
    assert {package: dev.get(package) for package in pins("base")} == pins("base")


def test_build_tools_agree_with_the_rest() -> None:
    dev = pins("dev")
    assert {
        package: version for package, version in pins("build").items() if dev.get(package, version) != version
    } == {}


def test_every_dependency_says_why_it_is_there() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    listed = [
        line
        for line in lines
        if re.match(r'^  "[a-z].*",', line) and "==" not in line and ": " not in line.split("#")[0]
    ]
    assert listed and [line for line in listed if "#" not in line] == []


def test_the_version_is_said_once() -> None:
    from jalon import __version__

    described = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    public = (ROOT / "publiccode.yml").read_text(encoding="utf-8")
    assert described["project"]["version"] == __version__
    assert f"softwareVersion: {__version__}\n" in public
    assert f"## {__version__} " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
