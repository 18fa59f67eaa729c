"""Reads of this room: frozen page models for the office, and records to write to."""

from jalon.commitments.selectors.acts import ActRow, ActsPage, act_of, acts_about, acts_page
from jalon.commitments.selectors.committee import (
    CommitteePage,
    committee_of,
    committee_page,
    committees_of,
    decision_of,
    document_of,
    session_of,
)
from jalon.commitments.selectors.ledger import (
    LedgerPage,
    PromiseRow,
    RecommendationRow,
    lineages_of,
    lineages_page,
    overlaps_of,
    overlaps_page,
    promise_of,
    promise_page,
    promises_page,
    recommendation_of,
    recommendation_page,
    recommendations_page,
)
from jalon.commitments.selectors.rows import Kept, unsourced

__all__ = [
    "ActRow",
    "ActsPage",
    "CommitteePage",
    "Kept",
    "LedgerPage",
    "PromiseRow",
    "RecommendationRow",
    "act_of",
    "acts_about",
    "acts_page",
    "committee_of",
    "committee_page",
    "committees_of",
    "decision_of",
    "document_of",
    "lineages_of",
    "lineages_page",
    "overlaps_of",
    "overlaps_page",
    "promise_of",
    "promise_page",
    "promises_page",
    "recommendation_of",
    "recommendation_page",
    "recommendations_page",
    "session_of",
    "unsourced",
]
