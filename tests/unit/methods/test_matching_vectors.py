"""Matching by vectors: what is encoded when, what is kept, how two models weigh, and the models of the packages where installed."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from jalon.methods.matching import (
    FileStore,
    Matcher,
    MatchingError,
    MemoryStore,
    Method,
    Role,
    Text,
    installed,
    packaged_encoders,
)
from jalon.methods.matching.model import Vectors
from jalon.methods.matching.packaged import INSTALL
from tests.unit.methods.matching_encoders import HashedWords

WRITTEN = [Text(str(number), f"mesure numéro {number} sur le thème {number % 7}") for number in range(70)]


def test_a_text_is_encoded_once_in_its_life(tmp_path: Path) -> None:
    first = HashedWords()
    Matcher(WRITTEN, [first], FileStore(tmp_path / "vectors"))
    assert first.texts == [text.text for text in WRITTEN]
    second, changed = HashedWords(), [*WRITTEN[1:], Text("new", "une mesure de plus")]
    Matcher(changed, [second], FileStore(tmp_path / "vectors"))
    assert second.texts == ["une mesure de plus"]


def test_the_same_text_twice_in_an_index_is_encoded_once() -> None:
    encoder = HashedWords()
    Matcher([Text("1", "former  les juges"), Text("2", "former les juges ")], [encoder])
    assert encoder.texts == ["former les juges"]


class Stopping(HashedWords):
    """Stops at its second batch, as a process that is killed."""

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        if self.asked:
            raise KeyboardInterrupt
        return super().encode(texts, role)


def test_an_index_that_was_stopped_goes_on_where_it_was(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "vectors")
    with pytest.raises(KeyboardInterrupt):
        Matcher(WRITTEN, [Stopping()], store)
    encoder, seen = HashedWords(), []
    Matcher(WRITTEN, [encoder], store, lambda done, of: seen.append((done, of)))
    assert len(encoder.texts) == 70 - 32
    assert seen == [(32, 70), (64, 70), (70, 70)]


def test_progress_counts_both_models() -> None:
    seen: list[tuple[int, int]] = []
    Matcher(WRITTEN, [HashedWords(), HashedWords("other")], progress=lambda done, of: seen.append((done, of)))
    assert seen == [(0, 140), (32, 140), (64, 140), (70, 140), (70, 140), (102, 140), (134, 140), (140, 140)]


def test_vectors_of_one_model_are_never_taken_for_those_of_another() -> None:
    store, other = MemoryStore(), HashedWords("other-model")
    Matcher(WRITTEN, [HashedWords()], store)
    Matcher(WRITTEN, [other], store)
    assert len(other.texts) == 70


def test_queries_are_told_from_passages_where_the_model_minds() -> None:
    for roles, again in ((True, [WRITTEN[3].text]), (False, [])):
        encoder = HashedWords(roles=roles)
        matcher = Matcher(WRITTEN, [encoder])
        encoder.asked.clear()
        matcher.nearest(WRITTEN[3].text)
        assert encoder.texts == again
        assert all(role is Role.QUERY for _, role in encoder.asked)


def test_queries_made_ready_need_no_model(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "vectors")
    Matcher(WRITTEN, [HashedWords(roles=True)], store).prepare(["thème 3", "thème 4"])
    later = HashedWords(roles=True)
    found = Matcher(WRITTEN, [later], store).nearest("thème 3")
    assert later.asked == []
    assert found.method is Method.VECTORS and len(found.candidates) == 5


class Leaning(HashedWords):
    """Scores spread `wide` around `level`, in an order of its own: only standard scores weigh two such models alike."""

    def __init__(self, name: str, order: list[int], wide: float, level: float) -> None:
        super().__init__(name, size=2)
        self.order, self.wide, self.level = order, wide, level

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        if texts[0].startswith("mesure"):
            return np.array(
                [[self.level + self.wide * self.order[int(t.split()[2])], 0] for t in texts], dtype=np.float32
            )
        return np.array([[1, 0]] * len(texts), dtype=np.float32)


def test_models_weigh_alike_whatever_the_range_of_their_scores() -> None:
    order = list(range(len(WRITTEN)))
    loud = Leaning("loud", order, wide=1000, level=5)
    quiet = Leaning("quiet", order[::-1], wide=0.001, level=0.9)
    scores = Matcher(WRITTEN, [loud, quiet]).scores("requête")
    assert scores == pytest.approx(np.zeros(len(WRITTEN)), abs=1e-2)
    twice = Matcher(WRITTEN, [loud, quiet, Leaning("quiet-2", order[::-1], wide=0.001, level=0.9)])
    assert twice.nearest("requête").candidates[0].key == "0"


class Broken(HashedWords):
    """Gives numbers that are none."""

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        return np.full((len(texts), self.size), np.nan, dtype=np.float32)


def test_vectors_that_are_none_are_refused_and_not_kept() -> None:
    store = MemoryStore()
    with pytest.raises(MatchingError, match="hashed-words-1"):
        Matcher(WRITTEN, [Broken()], store)
    encoder = HashedWords()
    Matcher(WRITTEN, [encoder], store)
    assert len(encoder.texts) == 70


def test_a_vector_cut_in_the_file_is_made_again(tmp_path: Path) -> None:
    path = tmp_path / "vectors"
    Matcher(WRITTEN, [HashedWords()], FileStore(path))
    with sqlite3.connect(path) as file:
        file.execute("UPDATE vectors SET vector = substr(vector, 1, 7) WHERE key = (SELECT min(key) FROM vectors)")
    file.close()
    encoder = HashedWords()
    Matcher(WRITTEN, [encoder], FileStore(path))
    assert len(encoder.texts) == 1


def test_a_file_that_is_no_store_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "vectors"
    path.write_bytes(b"no database at all, but long enough to be read as one" * 40)
    with pytest.raises(MatchingError, match="delete the file"):
        Matcher(WRITTEN, [HashedWords()], FileStore(path))
    with pytest.raises(MatchingError, match="delete the file"):
        FileStore(tmp_path / "absent" / "vectors").write({b"k": b"v"})


def test_reading_makes_no_file(tmp_path: Path) -> None:
    assert FileStore(tmp_path / "vectors").read([b"k"]) == {}
    assert not (tmp_path / "vectors").exists()


def test_without_the_packages_one_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(MatchingError, match=r"jalon\[matching\]"):
        packaged_encoders()


@pytest.mark.skipif(not installed(), reason=f"needs the models: {INSTALL}")
def test_the_models_bring_together_what_shares_no_word() -> None:
    old = [
        Text("awareness", "Informer et sensibiliser le grand public"),
        Text("housing", "Augmenter et adapter les solutions d’hébergement pour les victimes"),
        Text("permit", "Assurer l’accès au séjour des victimes"),
        Text("labour", "Renforcer l’inspection du travail dans l’agriculture"),
        Text("data", "Publier des statistiques annuelles"),
        Text("judges", "Former les magistrats"),
    ]
    matcher = Matcher(old, packaged_encoders())
    assert matcher.nearest("provide more shelters for victims").candidates[0].key == "housing"
    assert matcher.nearest("regular awareness-raising campaigns for everybody").candidates[0].key == "awareness"
    assert matcher.nearest("train prosecutors").candidates[0].key == "judges"
    assert matcher.nearest("texte\0coupé \ud800").of == 6
