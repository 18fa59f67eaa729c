"""From preparation to publication: which stage may follow which. Moving back undoes a move; nothing waits for a reply."""

from collections.abc import Mapping

from jalon.evaluation.enums import Stage

S = Stage

MOVES: Mapping[Stage, tuple[Stage, ...]] = {
    S.PREPARE: (S.COLLECT,),
    S.COLLECT: (S.DRAFT, S.PREPARE),
    S.DRAFT: (S.REPLY, S.ADOPT, S.COLLECT),  # the right of reply is optional
    S.REPLY: (S.ADOPT, S.DRAFT),  # and never blocks: adoption may follow whatever was answered
    S.ADOPT: (S.CO_SIGN, S.PUBLISH, S.DRAFT),  # so is co-signature
    S.CO_SIGN: (S.PUBLISH, S.ADOPT),
    S.PUBLISH: (S.ADOPT,),
}
"""Stage -> the stages that may follow."""

LOCKED = frozenset({S.ADOPT, S.CO_SIGN, S.PUBLISH})
"""Levels and adopted sentences change no more: go back to the draft, or publish an erratum."""

SIGNED = frozenset({S.PUBLISH})
"""Moves to these, or from them, are made by who signs for the body."""
