"""Did the chains find the posterior? What they must show before an interval is printed.

Rank-normalised split R-hat and effective sample sizes after Vehtari, Gelman, Simpson, Carpenter and Bürkner, Bayesian
Analysis 16 (2021) 667-718. The draws are replaced by normal scores of their ranks, so that heavy tails do not blind the
measures, and each chain is cut in two, so that a chain that drifts disagrees with itself.
"""

from dataclasses import dataclass
from math import inf, isfinite, log10

import numpy as np

from jalon.methods.estimation.errors import SettingError
from jalon.methods.estimation.lattice import Floats
from jalon.methods.estimation.results import Caution, Value

FEWEST_EFFECTIVE = 100.0  # independent draws that limits of 95 % need at the least
HIGHEST_RHAT, GOOD_RHAT = 1.05, 1.01  # above the first no interval; above the second a caution (Vehtari et al.)
FEWEST_DRAWS = 8  # of each chain: two halves of four


@dataclass(frozen=True, slots=True)
class Convergence:
    """What several chains show of one quantity.

    rhat: 1 when the chains agree, infinite when they cannot be told apart from stuck ones. bulk, tail: effective sample
    sizes for the centre and for the 5 % and 95 % quantiles. unique: different values among all draws.
    """

    chains: int
    draws: int
    unique: int
    rhat: float
    bulk: float
    tail: float

    @property
    def trusted(self) -> bool:
        """Whether an interval may be printed."""
        return not self.faults()

    def faults(self) -> tuple[str, ...]:
        """What forbids an interval, in words; empty when nothing does."""
        if self.unique == 1:
            return (f"the chains are stuck: all {self.chains * self.draws} draws are the same value",)
        found = []
        for name, size in (("", self.bulk), (" in the tails", self.tail)):
            if size < FEWEST_EFFECTIVE:
                found.append(f"{size:.0f} effective draws{name}, at least {FEWEST_EFFECTIVE:.0f} are needed")
        if self.rhat > HIGHEST_RHAT:
            found.append(f"the chains disagree: R-hat is {self.rhat:.2f}, at most {HIGHEST_RHAT} is accepted")
        return tuple(found)

    def cautions(self) -> tuple[Caution, ...]:
        """Why there is no interval, or what a reader of one should know."""
        if faults := self.faults():
            advice = "Run longer chains, or merge lists"
            return (Caution("no_convergence", f"No interval: {'; '.join(faults)}. {advice}.", self.as_values()),)
        if self.rhat > GOOD_RHAT:
            text = f"The chains agree poorly: R-hat is {self.rhat:.3f}, {GOOD_RHAT} is wanted. Run longer chains."
            return (Caution("weak_convergence", text, self.as_values()),)
        return ()

    def as_values(self) -> dict[str, Value]:
        """For `Estimate.details`; an infinite R-hat is None."""
        return {
            "chains": self.chains,
            "draws": self.draws,
            "unique": self.unique,
            "rhat": self.rhat if isfinite(self.rhat) else None,
            "bulk_ess": self.bulk,
            "tail_ess": self.tail,
        }


def convergence(draws: Floats) -> Convergence:
    """Of draws (chains, draws of each), finite; `SettingError` where there are fewer than 8 of each."""
    values = np.asarray(draws, dtype=np.float64)
    if values.ndim != 2 or values.shape[1] < FEWEST_DRAWS:
        raise SettingError(
            f"draws of shape {values.shape}", advice=f"Give chains of at least {FEWEST_DRAWS} draws each"
        )
    if not np.isfinite(values).all():
        raise SettingError("a draw is not a finite number")
    chains, length = values.shape
    unique = len(np.unique(values))
    if unique == 1:
        return Convergence(chains, length, 1, inf, 1.0, 1.0)
    halves = _halved(values)
    bulk = _normal_scores(halves)
    folded = _normal_scores(np.abs(halves - np.median(halves)))
    edges = np.quantile(halves, [0.05, 0.95])
    tail = min(effective_size((halves <= edge).astype(np.float64)) for edge in edges)
    return Convergence(chains, length, unique, max(_rhat(bulk), _rhat(folded)), effective_size(bulk), tail)


def effective_size(chains: Floats) -> float:
    """Independent draws worth as much for the mean as these (chains, draws), at least 1.

    Autocorrelations of all chains together, summed in pairs while positive and made to decrease (Geyer, Statistical
    Science 7, 1992). Values that never change are worth one draw.
    """
    count, length = chains.shape
    covariances = _autocovariances(chains).mean(axis=0)
    within = covariances[0] * length / (length - 1)
    between = float(chains.mean(axis=1).var(ddof=1)) if count > 1 else 0.0
    variance = covariances[0] + between
    if variance <= 0:
        return 1.0
    correlations = 1 - (within - covariances) / variance
    correlations[0] = 1.0
    pairs = correlations[: length // 2 * 2].reshape(-1, 2).sum(axis=1)
    ends = np.flatnonzero(pairs < 0)
    positive = np.minimum.accumulate(pairs[: ends[0] if ends.size else len(pairs)])
    time = max(-1 + 2 * float(positive.sum()), 1 / log10(chains.size))
    return max(1.0, chains.size / time)


def _halved(values: Floats) -> Floats:
    """(2 chains, draws // 2): the middle draw of an odd number is left out."""
    half = values.shape[1] // 2
    return np.concatenate([values[:, :half], values[:, -half:]])


def _normal_scores(values: Floats) -> Floats:
    """Normal quantiles of the ranks among all draws, ties sharing their mean rank (Blom's offset)."""
    from scipy.special import ndtri

    _, place, tied = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(tied)
    ranks = (last - (tied - 1) / 2)[place.reshape(values.shape)]
    return np.asarray(ndtri((ranks - 0.375) / (values.size + 0.25)))


def _rhat(chains: Floats) -> float:
    """Square root of the variance of all draws over that within chains; infinite when only chains differ."""
    length = chains.shape[1]
    within = float(chains.var(axis=1, ddof=1).mean())
    between = float(chains.mean(axis=1).var(ddof=1))
    if within <= 0:
        return inf if between > 0 else 1.0
    return float(np.sqrt((length - 1) / length + between / within))


def _autocovariances(chains: Floats) -> Floats:
    """(chains, draws) by lag, through the Fourier transform, divided by the number of draws."""
    length = chains.shape[1]
    centred = chains - chains.mean(axis=1, keepdims=True)
    spectrum = np.fft.rfft(centred, n=1 << (2 * length - 1).bit_length(), axis=1)
    return np.asarray(np.fft.irfft(spectrum * spectrum.conj(), axis=1)[:, :length] / length)
