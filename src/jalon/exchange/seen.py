"""What is seen of the sheets of a workbook beside their values."""

from dataclasses import dataclass, field

Place = tuple[int, int]
"""Row (from 1) and column (from 0)."""

MOST_NOTED = 1_000


@dataclass(slots=True)
class Seen:
    """What was seen of one sheet."""

    rows: int = 0
    columns: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    uncached: list[Place] = field(default_factory=list)
    errors: dict[Place, str] = field(default_factory=dict)
    percents: set[Place] = field(default_factory=set)
    merges: list[tuple[Place, Place]] = field(default_factory=list)
    texts: dict[Place, str] = field(default_factory=dict)  # cells whose tabs and line breaks the reader drops
    examples: dict[int, str] = field(default_factory=dict)  # row → the comment that says so
    hidden: bool = False

    def grow(self, row: int, column: int) -> None:
        """A cell with content."""
        self.rows, self.columns = max(self.rows, row), max(self.columns, column + 1)


@dataclass(slots=True)
class Inspected:
    """A workbook: its sheets by name, and whether its dates count from 1904."""

    sheets: dict[str, Seen] = field(default_factory=dict)
    date1904: bool = False
