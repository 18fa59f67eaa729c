"""A package is read one document at a time: bombs are refused, and a big one takes the memory of its largest document."""

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from jalon.facts.common import When
from jalon.facts.known import Known
from jalon.facts.part import PartFacts, PartHeader, PartKind
from jalon.facts.problems import FactsError
from jalon.facts.series import Family, Observation, Series
from jalon.facts.uids import stable_uid
from jalon.publication import packages, unpacking
from jalon.publication.errors import PackageRefused
from jalon.publication.packages import export_to, read, read_bytes, unsigned
from jalon.publication.receiving import receive
from jalon.publication.store import Store
from tests import synthetic
from tests.publishing import Publisher

SERIES, OBSERVATIONS = 40, 400


@pytest.fixture
def big(tmp_path: Path) -> Path:
    """A package of many series, some megabytes unpacked, none of which is large."""
    observations = tuple(
        Observation(when=When(edtf=str(1600 + n)), value=str(n), note="n" * 300) for n in range(OBSERVATIONS)
    )
    header = PartHeader(
        uid=stable_uid("big"), slug="grand", kind=PartKind.STATISTICS, title="Grand", owner=synthetic.MISSION
    )
    series = tuple(
        Series(
            uid=stable_uid(f"big/{n}"), slug=f"s{n}", title=synthetic.text("S"), producer=synthetic.MISSION, indicator="x",
            unit="x", family=Family.OTHER, observations=observations,
        )
        for n in range(SERIES)
    )  # fmt: skip
    path = tmp_path / "big.zip"
    path.write_bytes(unsigned([PartFacts(header=header, series=series)]))
    return path


def test_a_big_package_takes_the_memory_of_its_largest_document(big: Path) -> None:
    with zipfile.ZipFile(big) as archive:
        sizes = [member.file_size for member in archive.infolist()]
    read(big)  # what is loaded once (schemas) is not the package's
    tracemalloc.start()
    package = read(big)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(package.parts[0].documents) == SERIES + 1
    assert max(sizes) * 20 < sum(sizes), "documents are small beside the whole"
    assert peak < 12 * max(sizes) < sum(sizes) / 2, "decoding one document takes some times its bytes, not the others'"


def peak_of(work: Callable[[], object]) -> int:
    """Bytes that Python held at most while it worked, beyond what it held before."""
    work()  # what is loaded once is not the package's
    tracemalloc.start()
    work()
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def documents_of(big: Path) -> list[int]:
    with zipfile.ZipFile(big) as archive:
        return [member.file_size for member in archive.infolist()]


def test_a_big_part_is_exported_in_the_memory_of_its_largest_document(
    big: Path, tmp_path: Path, publisher: Publisher
) -> None:
    version = publisher.sign(read(big).parts[0].facts)
    sizes, path = documents_of(big), tmp_path / "out.zip"

    def export() -> None:
        with path.open("wb") as file:
            export_to(file, publisher.store, [version])

    assert peak_of(export) < 8 * max(sizes) < sum(sizes) / 4
    assert path.read_bytes() == packages.export(publisher.store, [version])


def test_a_big_part_is_received_in_the_memory_of_its_largest_document(
    big: Path, tmp_path: Path, publisher: Publisher
) -> None:
    path = tmp_path / "signed.zip"
    path.write_bytes(packages.export(publisher.store, [publisher.sign(read(big).parts[0].facts)]))
    sizes, stores = documents_of(big), iter((Store(tmp_path / "first"), Store(tmp_path / "second")))
    known = Known(organisations=frozenset({str(synthetic.MISSION.uid)}))
    assert peak_of(lambda: receive(next(stores), read(path), known)) < 16 * max(sizes) < sum(sizes) / 2
    assert len(list(Store(tmp_path / "second").blobs())) == SERIES + 1


def test_what_is_wrong_in_an_observation_refuses_the_package(publisher: Publisher, tmp_path: Path) -> None:
    facts = synthetic.plan_part()
    wrong = replace(facts.series[0].observations[0], value="beaucoup")
    series = replace(facts.series[0], observations=(wrong, *facts.series[0].observations[1:]))
    version = publisher.sign(replace(facts, series=(series,)))
    with pytest.raises(FactsError, match="beaucoup"):
        receive(Store(tmp_path / "there"), read_bytes(packages.export(publisher.store, [version])))


def test_what_was_verified_is_what_is_read_later(big: Path) -> None:
    (packed,) = read(big).parts
    path = next(name for name in packed.documents if name.startswith("series/"))
    data, changed = packed.documents[path], big.read_bytes()
    assert packed.facts.series and data
    folder = big.parent / "folder"
    with zipfile.ZipFile(io.BytesIO(changed)) as archive:
        archive.extractall(folder)
    (packed,) = read(folder).parts
    (folder / f"parts/{packed.header.uid}/{path}").write_bytes(data.replace(b"nnn", b"mmm", 1))
    with pytest.raises(PackageRefused, match="a changé pendant"):
        packed.documents[path]


def bomb(sizes: list[int], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for number, size in enumerate(sizes):
            archive.writestr(f"{number}.json", b"\x00" * size)
    return buffer.getvalue()


def test_many_small_bombs_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    data = bomb([6_000_000] * 4)  # each is small; together they unfold a thousand times
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_arguments: pytest.fail("it was unpacked"))
    with pytest.raises(PackageRefused, match="trop gros"):
        read_bytes(data)


def test_what_unpacks_without_a_bound_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    data = bomb([100], zipfile.ZIP_LZMA)
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_arguments: pytest.fail("it was unpacked"))
    with pytest.raises(PackageRefused, match="deflate"):
        read_bytes(data)


def test_a_file_that_unpacks_to_more_than_it_declares_is_cut_off() -> None:
    data = bytearray(bomb([3_000_000]))
    for place in [i for i in range(len(data) - 4) if data[i : i + 4] == (3_000_000).to_bytes(4, "little")]:
        data[place : place + 4] = (10).to_bytes(4, "little")
    files = unpacking.files_of(bytes(data))
    tracemalloc.start()
    with pytest.raises(PackageRefused, match="ZIP"):
        files["0.json"]
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000
