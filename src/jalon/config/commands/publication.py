"""jalon release, package: what is published, and how it moves between instances."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jalon.config.console import ANSWERS_AS_JSON, Failure, answer, progress

if TYPE_CHECKING:
    from jalon.publication.records import ReleaseInfo
    from jalon.publication.verifying import Report

FILE = click.Path(path_type=Path)


@click.group()
def release() -> None:
    """Releases: what the public reads, whole and signed."""


@release.command()
@ANSWERS_AS_JSON
def build(as_json: bool) -> None:
    """Make the Release of the current version of every part, and its index; nothing new: nothing is made."""
    from datetime import UTC, datetime

    from jalon.config.django_start import django_started

    with django_started(), progress("documents") as tell:
        from jalon.publication import releases
        from jalon.publication.reader import default_store
        from jalon.publication.selectors import own_key

        made = releases.build(default_store(), key=own_key(), at=datetime.now(UTC), progress=tell)
    answer(_release(made), [_release_line(made)], as_json=as_json)


@release.command("list")
@ANSWERS_AS_JSON
def list_(as_json: bool) -> None:
    """All Releases, in the order in which they were published."""
    from jalon.config.django_start import django_started

    with django_started():
        from jalon.publication import releases
        from jalon.publication.reader import default_store

        found = releases.listed(default_store())
    answer([_release(item) for item in found], [_release_line(item) for item in found], as_json=as_json)


@release.command()
@click.argument("release_id", required=False)
@ANSWERS_AS_JSON
def verify(release_id: str | None, as_json: bool) -> None:
    """Check every hash and signature of a Release (the current one by default), and its index against the blobs."""
    from jalon.config.django_start import django_started

    with django_started(), progress("documents") as tell:
        from jalon.publication.reader import default_store
        from jalon.publication.verifying import verify_release

        report = verify_release(default_store(), release_id, tell)
        _tell(report, as_json=as_json)


@release.command()
@click.argument("before")
@click.argument("after", required=False)
@ANSWERS_AS_JSON
def diff(before: str, after: str | None, as_json: bool) -> None:
    """What the second Release (the current one by default) says that the first did not, in words."""
    from jalon.config.django_start import django_started

    with django_started():
        from jalon.publication import releases
        from jalon.publication.diff import difference
        from jalon.publication.reader import default_store

        store = default_store()
        found = difference(store, releases.resolved(store, before), releases.resolved(store, after))
    data = {
        "before": found.before.id,
        "after": found.after.id,
        "parts_added": found.parts_added,
        "parts_removed": found.parts_removed,
        "changes": [
            {"how": c.how, "part": c.part, "kind": c.kind, "uid": c.uid, "sentences": c.sentences or (c.name,)}
            for c in found.changes
        ],
    }
    lines = [f"{change.how:<10} {words}" for change in found.changes for words in change.sentences or (change.name,)]
    counts = ", ".join(f"{count} {how}" for how, count in found.counts().items())
    answer(data, [*lines, counts], as_json=as_json)


@click.group()
def package() -> None:
    """Packages: signed parts, in one file, from one instance to another."""


@package.command("export")
@click.argument("path", type=FILE)
@click.option("--part", "slugs", multiple=True, help="Slug of a part; may be repeated. All signed parts by default.")
@ANSWERS_AS_JSON
def export_(path: Path, slugs: tuple[str, ...], as_json: bool) -> None:
    """Write the current signed version of the parts to one file."""
    from jalon.config.django_start import django_started

    if path.exists():
        raise Failure(f"{path} exists already: choose another name, or move it away.")
    with django_started():
        from jalon.publication import packages, parts
        from jalon.publication.reader import default_store

        store = default_store()
        versions = [version for uid in parts.part_uids(store) if (version := parts.current_version(store, uid))]
        by_slug = {parts.header_of(store, version).slug: version for version in versions}
        if unknown := sorted(set(slugs) - by_slug.keys()):
            raise Failure(f"no signed part is called {', '.join(unknown)}; there are: {', '.join(sorted(by_slug))}.")
        chosen = sorted(slugs or by_slug)
        part = path.with_name(f".{path.name}.part")  # whole or not at all, and never a whole package in memory
        try:
            with part.open("wb") as file:
                packages.export_to(file, store, [by_slug[slug] for slug in chosen])
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    answer({"path": str(path), "parts": chosen}, [f"{path}: {', '.join(chosen)}"], as_json=as_json)


@package.command("import")
@click.argument("path", type=FILE)
@click.option("--draft", is_flag=True, help="Into the working state, to be read and signed here; nothing is published.")
@ANSWERS_AS_JSON
def import_(path: Path, draft: bool, as_json: bool) -> None:
    """Take the parts of a package: published as their authors signed them, or as drafts of this instance."""
    from jalon.config.django_start import django_started

    _present(path)
    with django_started():
        from jalon.publication import packages
        from jalon.publication.actions import import_package, receive_package

        read = packages.read(path)
        if draft:
            import_package(by=None, package=read)  # all parts or none; they may refer to each other
        else:
            receive_package(package=read)
    slugs = [packed.header.slug for packed in read.parts]
    done = "loaded as drafts" if draft else "received and published"
    answer({"parts": slugs, "draft": draft}, [f"{', '.join(slugs)}: {done}"], as_json=as_json)


@package.command("verify")
@click.argument("path", type=FILE)
@ANSWERS_AS_JSON
def verify_(path: Path, as_json: bool) -> None:
    """Check every hash and signature of a package; nothing is loaded."""
    from jalon.config.django_start import django_started

    _present(path)
    with django_started():
        from jalon.publication.verifying import verify_package

        _tell(verify_package(path), as_json=as_json)


@package.command()
@ANSWERS_AS_JSON
def key(as_json: bool) -> None:
    """Print this instance's public key: hand it in person to those who will trust your packages."""
    from jalon.config.django_start import django_started

    with django_started():
        from jalon.publication.selectors import own_key

        own = own_key().public
    answer({"id": own.id, "public_key": own.public_key}, [f"{own.id}  {own.public_key}"], as_json=as_json)


@package.command()
@click.argument("name")
@click.argument("public_key")
def trust(name: str, public_key: str) -> None:
    """Accept parts that another instance signs: NAME for it, and its public key as it gave it to you in person."""
    from jalon.config.django_start import django_started

    with django_started():
        from django.conf import settings

        from jalon.publication import keys

        kept = keys.trust(settings.JALON.keys_dir, name, public_key)
    answer({}, [f"{name}: key {kept.id}"], as_json=False)


def _present(path: Path) -> None:
    if not path.exists():
        raise Failure(f"{path} is not there.")


def _release(item: "ReleaseInfo") -> dict[str, Any]:
    return {name: getattr(item, name) for name in item.__slots__}


def _release_line(item: "ReleaseInfo") -> str:
    return f"{item.id}  {item.created_at}  {item.parts} parts, {item.documents} documents"


def _tell(report: "Report", *, as_json: bool) -> None:
    """The report on stdout; a Failure, and so exit code 1, when something is wrong."""
    problems = [str(problem) for problem in report.problems]
    counts = {"subject": report.subject, "parts": report.parts, "documents": report.documents}
    whole = f"{report.subject}: {report.parts} parts, {report.documents} documents"
    answer({**counts, "ok": report.ok, "problems": problems}, [*problems, whole], as_json=as_json)
    if not report.ok:
        raise Failure(f"{len(report.problems)} problems")
