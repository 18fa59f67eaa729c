"""The texts nearest to a text: candidates that a person reads and decides upon, never a decision.

- Five to ten neighbours, with both texts; no threshold, no yes or no. Whether a text has a counterpart at all cannot be told
  from likeness: measured, that guess is barely better than chance.
- Without more: letters shared (TF-IDF of runs of 3 to 5 characters), French and English. With the extra `jalon[matching]`:
  meaning, as two models see it, across wordings and languages.
- Vectors are kept by the hash of their text in a file of the caller's: nothing is encoded twice, an index that was stopped goes on.
"""

from jalon.methods.matching.lineage import Kind, Proposal, propose_lineage
from jalon.methods.matching.matcher import Matcher, index_of, repeated
from jalon.methods.matching.model import (
    FEWEST,
    MOST,
    Candidate,
    Encoder,
    MatchingError,
    Method,
    Nearest,
    Progress,
    Role,
    Text,
)
from jalon.methods.matching.packaged import installed, packaged_encoders
from jalon.methods.matching.store import FileStore, MemoryStore, Store

__all__ = [
    "FEWEST",
    "MOST",
    "Candidate",
    "Encoder",
    "FileStore",
    "Kind",
    "Matcher",
    "MatchingError",
    "MemoryStore",
    "Method",
    "Nearest",
    "Progress",
    "Proposal",
    "Role",
    "Store",
    "Text",
    "index_of",
    "installed",
    "packaged_encoders",
    "propose_lineage",
    "repeated",
]
