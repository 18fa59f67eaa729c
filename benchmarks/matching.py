"""How well the nearest text is found, and what it costs: letters, and meaning where the extra is installed.

    python -m benchmarks.matching

Recall at 1 and 5 and mean reciprocal rank (ties count against us) on the even half of `benchmarks/data/matching`; settings were
chosen on the odd half. « has a counterpart »: area under the curve of the best score as a guess of it, over queries that have one and
queries that have none: 0.5 is chance, which is why nothing here decides. Then 2,000 recommendations made by joining the texts,
invented: CPU of the index, and of suggestions for one measure whose vectors were made ready. Target of the latter: 50 ms.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

from jalon.methods.matching import Encoder, Matcher, MemoryStore, Text, installed, packaged_encoders
from jalon.methods.matching.packaged import INSTALL

DATA = Path(__file__).parent / "data" / "matching"
RECOMMENDATIONS, MEASURES = 2_000, 100
SECONDS = 0.050


@dataclass(frozen=True)
class Task:
    """Queries, each with the key of what it should find; `strangers` should find nothing."""

    name: str
    index: tuple[Text, ...]
    queries: tuple[tuple[str, str], ...]
    strangers: tuple[str, ...] = ()


def main() -> int:
    """Prints the figures; 1 when suggestions are over the target."""
    pairs, plans = _read("carry_over.json"), _read("canada_open_government.json")
    tasks = [*carry_over(pairs), canada(plans)]
    ways: dict[str, tuple[Encoder, ...]] = {"letters": ()}
    if installed():
        before = process_time()
        e5, use = packaged_encoders()
        print(f"models loaded in {process_time() - before:.1f} s CPU")
        ways |= {"e5 alone": (e5,), "use alone": (use,), "both": (e5, use)}
    else:
        print(f"letters only; for meaning: {INSTALL}")
    store = MemoryStore()
    for task in tasks:
        for way, encoders in ways.items():
            print(quality(task, way, Matcher(task.index, encoders, store)))
    joined = recommendations(pairs, plans)
    over = [cost(way, encoders, joined) > SECONDS for way, encoders in ways.items() if "alone" not in way]
    return int(any(over))


def _read(name: str) -> Any:
    return json.loads((DATA / name).read_text("utf-8"))


def carry_over(data: dict[str, Any]) -> list[Task]:
    """A later measure looks for the earlier one; a measure for the recommendation in English; a recommendation for a measure."""
    even = [pair for pair in data["pairs"] if pair["id"] % 2 == 0]
    old = _texts("old", data) + tuple(Text(f"d{n}", text) for n, text in enumerate(data["distractors_old"]))
    new = _texts("new", data) + tuple(Text(f"d{n}", text) for n, text in enumerate(data["new_without_match"]))
    return [
        Task("later measure → earlier one", old, _queries("new", even), tuple(data["new_without_match"])),
        Task("measure → recommendation (English)", _texts("rec_en", data), _queries("old", even)),
        Task("recommendation (English) → measure", new, _queries("rec_en", even)),
    ]


def _texts(field: str, data: dict[str, Any]) -> tuple[Text, ...]:
    return tuple(Text(str(pair["id"]), pair[field]) for pair in data["pairs"])


def _queries(field: str, pairs: Sequence[dict[str, Any]]) -> tuple[tuple[str, str], ...]:
    return tuple((pair[field], str(pair["id"])) for pair in pairs)


def canada(rows: list[dict[str, str]]) -> Task:
    """A French text looks for the English text of the same commitment, milestone or indicator."""
    index = tuple(Text(str(place), row["en"]) for place, row in enumerate(rows))
    queries = tuple((row["fr"], str(place)) for place, row in enumerate(rows) if place % 2 == 0)
    return Task("French → English (Canada)", index, queries)


def quality(task: Task, way: str, matcher: Matcher) -> str:
    """One line of figures."""
    places = {text.key: place for place, text in enumerate(task.index)}
    scores = [matcher.scores(query) for query, _ in task.queries]
    ranks = np.array([rank(row, places[key]) for row, (_, key) in zip(scores, task.queries, strict=True)])
    line = f"{task.name:38}{way:10} recall@1 {np.mean(ranks <= 1):.2f}  @5 {np.mean(ranks <= 5):.2f}  MRR {np.mean(1 / ranks):.2f}"
    if not task.strangers:
        return f"{line}  (n = {len(ranks)})"
    with_one = [float(row.max()) for row in scores]
    without = [float(matcher.scores(query).max()) for query in task.strangers]
    return f"{line}  has a counterpart: AUC {auc(with_one, without):.2f}  (n = {len(ranks)})"


def rank(scores: Any, place: int) -> int:
    """Of the text at that place; texts with the same score count before it."""
    return int((scores >= scores[place]).sum())


def auc(with_one: Sequence[float], without: Sequence[float]) -> float:
    """Probability that the first kind scores above the second, ties half."""
    apart = np.subtract.outer(np.asarray(with_one), np.asarray(without))
    return float(((apart > 0) + 0.5 * (apart == 0)).mean())


def recommendations(data: dict[str, Any], rows: list[dict[str, str]]) -> tuple[Text, ...]:
    """2,000 invented ones: each joins two texts of the files."""
    texts = [pair["rec_en"] for pair in data["pairs"]] + [row[lang] for row in rows for lang in ("en", "fr")]
    random = np.random.default_rng(2026)
    drawn = random.choice(len(texts), size=(RECOMMENDATIONS, 2))
    return tuple(Text(str(place), f"{texts[a]}; {texts[b]}") for place, (a, b) in enumerate(drawn))


def cost(way: str, encoders: tuple[Encoder, ...], index: tuple[Text, ...]) -> float:
    """Prints the CPU of the index and of a suggestion; gives the latter in seconds."""
    queries = [text["new"] for text in _read("carry_over.json")["pairs"]][:MEASURES]
    start = process_time()
    matcher = Matcher(index, encoders, progress=_shown)
    indexed = process_time() - start
    start = process_time()
    matcher.prepare(queries)
    ready = (process_time() - start) / len(queries)
    start = process_time()
    for query in queries:
        matcher.nearest(query, 10)
    one = (process_time() - start) / len(queries)
    print(
        f"{way}: {len(index):,} texts indexed in {indexed:.1f} s CPU; a measure made ready in {1000 * ready:.0f} ms, "
        f"its suggestions in {1000 * one:.1f} ms (target {1000 * SECONDS:.0f})"
    )
    return one


def _shown(done: int, of: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done:,} of {of:,}", end="" if done < of else "\n", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
