"""Populations whose size is known: lists, their reach, and how they depend on each other."""

from dataclasses import dataclass

import numpy as np

from jalon.methods.estimation import CaptureTable


@dataclass(frozen=True)
class Scenario:
    """people: the truth. reach: probability of being on each list. referred: share of those on the first list whom it
    sends to the second. classes: (share, factor on the reach) of people unlike in how easily they are seen.
    """

    name: str
    people: int
    reach: tuple[float, ...]
    referred: float = 0.0
    classes: tuple[tuple[float, float], ...] = ((1.0, 1.0),)

    def draw(self, rng: np.random.Generator) -> CaptureTable:
        """One table."""
        kinds = rng.choice(len(self.classes), self.people, p=[share for share, _ in self.classes])
        factors = np.array([factor for _, factor in self.classes])[kinds]
        on = rng.random((self.people, len(self.reach))) < np.minimum(factors[:, None] * np.array(self.reach), 1)
        on[:, 1] |= on[:, 0] & (rng.random(self.people) < self.referred)
        histories = (on * (1 << np.arange(len(self.reach)))).sum(axis=1)
        seen, counts = np.unique(histories[histories > 0], return_counts=True)
        return CaptureTable(tuple("ABCDEF"[: len(self.reach)]), seen.astype(np.int64), counts.astype(np.int64))


AMPLE, SPARSE, SPARSEST = (0.30, 0.25, 0.20, 0.15), (0.06, 0.05, 0.04, 0.03), (0.03, 0.025, 0.02, 0.015)
UNEQUAL = ((0.2, 3.0), (0.8, 0.5))
SCENARIOS = (
    Scenario("ample, independent", 2_000, AMPLE),
    Scenario("sparse, independent", 5_000, SPARSE),
    Scenario("very sparse, independent", 2_500, SPARSEST),
    Scenario("ample, 30 % referred from A to B", 2_000, AMPLE, referred=0.3),
    Scenario("sparse, 30 % referred from A to B", 5_000, SPARSE, referred=0.3),
    Scenario("ample, unequal people", 2_000, AMPLE, classes=UNEQUAL),
    Scenario("sparse, unequal people", 5_000, SPARSE, classes=UNEQUAL),
)
