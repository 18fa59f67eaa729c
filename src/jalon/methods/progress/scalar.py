"""Progress of one indicator.

    ratio = (observation - baseline) / (target - baseline)

both turned by the aim's sign, so that a decrease is an increase of the opposites. Target 0 is a target like any other: the
denominator is the distance from the baseline, not the target. With bounds instead of one value, the ratio rises with
the observation, and with target and baseline it rises or falls as these lie before or behind it: its ends are at
corners (`_least`, `_greatest`). Sources: IATI 2.03, result/indicator (baseline, period/target, period/actual); OHCHR,
Human Rights Indicators, HR/PUB/12/5 (2012), ch. V, on benchmarks.
"""

from dataclasses import replace
from fractions import Fraction

from jalon.methods.dates import Answer
from jalon.methods.progress.model import Aim, Case, Movement, Progress, Ratio, Reason
from jalon.methods.progress.values import Level, Milestones, Value, YesNo
from jalon.methods.quantities import Bound, Missing, Number, negated

DOWNWARD = (Aim.DECREASE, Aim.NOT_ABOVE)
TRAVELS = (Aim.INCREASE, Aim.DECREASE)


def progress(
    aim: Aim,
    *,
    target: Value,
    observation: Value,
    baseline: Value | None = None,
    tolerance: Fraction = Fraction(0),
) -> Progress:
    """Where an indicator stands; see `Case` and `Progress`. Answers always, with reasons for what cannot be said."""
    return progress_of(Case(aim, target, observation, baseline, tolerance))


def progress_of(case: Case) -> Progress:
    """The same for a case."""
    match case.target, case.observation:
        case Missing(), _:
            return _nothing(Reason.TARGET_MISSING)
        case _, Missing(reason):
            return replace(_nothing(Reason.OBSERVATION_MISSING), missing=reason)
        case Number() as target, Number() as observation if _number_or_none(case.baseline):
            return _of_numbers(case, target, observation)
        case Level() as level, Level() as seen if _kind_or_none(case.baseline, Level):
            return _of_levels(case, level, seen)
        case YesNo() as wanted, YesNo() as answer if _kind_or_none(case.baseline, YesNo):
            return _of_answers(case, wanted, answer)
        case Milestones() as planned, Milestones() as passed if _kind_or_none(case.baseline, Milestones):
            return _of_milestones(planned, passed)
    return _nothing(Reason.KINDS_DIFFER)


def _nothing(reason: Reason) -> Progress:
    return Progress(Answer.UNKNOWN, reason, why_no_ratio=reason)


def _number_or_none(baseline: Value | None) -> bool:
    return _kind_or_none(baseline, Number)


def _kind_or_none(baseline: Value | None, kind: type[Value]) -> bool:
    return baseline is None or isinstance(baseline, Missing | kind)


def _of_numbers(case: Case, target: Number, observation: Number) -> Progress:
    baseline = case.baseline if isinstance(case.baseline, Number) else None
    reached = reached_by(case.aim, target, observation, case.tolerance)
    if case.aim is Aim.MAINTAIN:
        movement = _movement_around(observation, target, baseline)
        return _answered(reached, observation, why_no_ratio=Reason.NO_RATIO, movement=movement)
    if case.aim in DOWNWARD:
        target, observation = negated(target), negated(observation)
        baseline = None if baseline is None else negated(baseline)
    movement = _movement(observation, baseline)
    if case.aim not in TRAVELS or baseline is None:
        none = Reason.BASELINE_MISSING if case.aim in TRAVELS else Reason.NO_RATIO
        return _answered(reached, observation, why_no_ratio=none, movement=movement)
    return _with_ratio(_answered(reached, observation, movement=movement), observation, target, baseline)


def reached_by(aim: Aim, target: Number, observation: Number, tolerance: Fraction = Fraction(0)) -> Answer:
    """Whether the observation meets the target: the answer alone, for those who compare hundreds."""
    if aim is Aim.MAINTAIN:
        return _within(observation, target, tolerance)
    return _at_most(observation, target) if aim in DOWNWARD else _at_least(observation, target)


def _answered(
    reached: Answer, observation: Number, *, movement: Movement, why_no_ratio: Reason | None = None
) -> Progress:
    unbounded = observation.low is None and observation.high is None
    doubt = Reason.NOT_BOUNDED if unbounded else Reason.APPROXIMATE
    why = doubt if reached is Answer.UNKNOWN else None
    return Progress(reached, why, why_no_ratio=why_no_ratio, movement=movement)


_Way = tuple[Fraction, Fraction, Fraction, Fraction]  # baseline low and high, target low and high


def _with_ratio(answered: Progress, observation: Number, target: Number, baseline: Number) -> Progress:
    way = _way(baseline, target)
    if isinstance(way, Reason):
        return replace(answered, why_no_ratio=way)
    unbounded = observation.low is None and observation.high is None
    return replace(
        answered,
        ratio=None if unbounded else Ratio(_least(observation.low, way), _greatest(observation.high, way)),
        why_no_ratio=Reason.NOT_BOUNDED if unbounded else None,
        numerator=observation.value - baseline.value,
        denominator=target.value - baseline.value,
    )


def _way(baseline: Number, target: Number) -> _Way | Reason:
    """The way to cover, when the target lies certainly ahead of the baseline."""
    if baseline.low is None or baseline.high is None or target.low is None or target.high is None:
        return Reason.DISTANCE_UNSURE
    if target.low > baseline.high:
        return baseline.low, baseline.high, target.low, target.high
    if target.high < baseline.low:
        return Reason.TARGET_AGAINST_AIM
    same = baseline.low == baseline.high == target.low == target.high
    return Reason.TARGET_IS_BASELINE if same else Reason.DISTANCE_UNSURE


def _least(lowest: Bound, way: _Way) -> Bound:
    """The least ratio: at the lowest observation; ahead of the target at the lowest baseline, else at the highest."""
    if lowest is None:
        return None
    b_low, b_high, t_low, t_high = way
    b = b_low if lowest > t_high else b_high
    t = t_high if lowest > b_high else t_low
    return (lowest - b) / (t - b)


def _greatest(highest: Bound, way: _Way) -> Bound:
    """The greatest ratio, likewise at the highest observation."""
    if highest is None:
        return None
    b_low, b_high, t_low, t_high = way
    b = b_high if highest > t_low else b_low
    t = t_low if highest > b_low else t_high
    return (highest - b) / (t - b)


def _at_least(observation: Number, target: Number) -> Answer:
    if observation.low is not None and target.high is not None and observation.low >= target.high:
        return Answer.YES
    if observation.high is not None and target.low is not None and observation.high < target.low:
        return Answer.NO
    return Answer.UNKNOWN


def _at_most(observation: Number, target: Number) -> Answer:
    if observation.high is not None and target.low is not None and observation.high <= target.low:
        return Answer.YES
    if observation.low is not None and target.high is not None and observation.low > target.high:
        return Answer.NO
    return Answer.UNKNOWN


def _within(observation: Number, target: Number, tolerance: Fraction) -> Answer:
    """Whether the observation lies within the tolerance on both sides of the target."""
    above = _at_least(observation, _moved(target, -tolerance))
    below = _at_most(observation, _moved(target, tolerance))
    if Answer.NO in (above, below):
        return Answer.NO
    return Answer.YES if (above, below) == (Answer.YES, Answer.YES) else Answer.UNKNOWN


def _moved(one: Number, by: Fraction) -> Number:
    low, high = (None if end is None else end + by for end in (one.low, one.high))
    return Number(one.value + by, low, high, one.precision)


def _movement(observation: Number, baseline: Number | None) -> Movement:
    if baseline is None:
        return Movement.UNKNOWN
    if observation.low is not None and baseline.high is not None and observation.low > baseline.high:
        return Movement.TOWARDS
    if observation.high is not None and baseline.low is not None and observation.high < baseline.low:
        return Movement.AWAY
    same = observation.bounded and observation.low == observation.high == baseline.low == baseline.high
    return Movement.NONE if same else Movement.UNKNOWN


def _movement_around(observation: Number, target: Number, baseline: Number | None) -> Movement:
    """Nearer to the level to keep than at the baseline, or farther; told for exact values only."""
    if baseline is None or any(not one.bounded or one.low != one.high for one in (observation, target, baseline)):
        return Movement.UNKNOWN
    now, then = abs(observation.value - target.value), abs(baseline.value - target.value)
    if now == then:
        return Movement.NONE
    return Movement.TOWARDS if now < then else Movement.AWAY


def _of_levels(case: Case, target: Level, seen: Level) -> Progress:
    baseline = case.baseline if isinstance(case.baseline, Level) else None
    if len({(one.scale, one.of) for one in (target, seen, baseline) if one is not None}) > 1:
        return _nothing(Reason.SCALES_DIFFER)
    floor = None if baseline is None else _exact(baseline.index)
    found = progress_of(Case(case.aim, _exact(target.index), _exact(seen.index), floor, case.tolerance))
    return Progress(found.reached, found.why, why_no_ratio=Reason.NO_RATIO, movement=found.movement)


def _exact(whole: int) -> Number:
    value = Fraction(whole)
    return Number(value, value, value)


def _of_answers(case: Case, wanted: YesNo, seen: YesNo) -> Progress:
    reached = Answer.YES if seen.answer is wanted.answer else Answer.NO
    movement = Movement.UNKNOWN
    if isinstance(case.baseline, YesNo):
        turned = Movement.TOWARDS if reached is Answer.YES else Movement.AWAY
        movement = Movement.NONE if seen.answer is case.baseline.answer else turned
    return Progress(reached, why_no_ratio=Reason.NO_RATIO, movement=movement)


def _of_milestones(planned: Milestones, passed: Milestones) -> Progress:
    """Reached of planned, one each; those that nobody looked at, or that the observation does not name, are open."""
    seen = {one.name: one for one in passed.items}
    found = [seen.get(one.name) for one in planned.items]
    done = sum(one is not None and one.reached is not None for one in found)
    unseen = sum(one is None or not one.looked for one in found)
    total = len(found)
    reached = Answer.YES if done == total else Answer.UNKNOWN if done + unseen == total else Answer.NO
    return Progress(
        reached,
        Reason.NOT_LOOKED if reached is Answer.UNKNOWN else None,
        Ratio(Fraction(done, total), Fraction(done + unseen, total)),
        movement=Movement.TOWARDS if done else Movement.UNKNOWN if unseen else Movement.NONE,
        numerator=Fraction(done),
        denominator=Fraction(total),
    )
