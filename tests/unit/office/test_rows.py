"""Rows of a form: a long list is read whole, and what is beyond the rows shown is not lost."""

from jalon.office.forms.rows import MOST_ROWS, Column, RowsField

NAMES = tuple(f"Organisme fictif {n}" for n in range(MOST_ROWS + 15))


def field(*names: str) -> RowsField:
    """Bodies by name, one in each row."""
    made = RowsField((Column("body", "Organisme"),), lambda row: row["body"], lambda name: {"body": name})
    made.start = names
    return made


def sent(names: tuple[str, ...]) -> dict[str, str]:
    return {f"m_{at}_body": name for at, name in enumerate(names)}


def test_a_committee_of_a_hundred_bodies_keeps_them_all() -> None:
    one = field()
    assert one.clean(one.widget.value_from_datadict(sent(NAMES[:100]), {}, "m")) == NAMES[:100]


def test_rows_beyond_those_that_are_shown_stay_as_they_were() -> None:
    one = field(*NAMES)
    shown = one.widget.get_context("m", one.prepare_value(NAMES), {})["rows"]
    back = {cell["name"]: cell["value"] for row in shown for cell in row["cells"]}
    assert len(shown) == MOST_ROWS
    assert one.clean(one.widget.value_from_datadict(back, {}, "m")) == NAMES
    back["m_0_body"] = ""  # taken out
    assert one.clean(one.widget.value_from_datadict(back, {}, "m")) == NAMES[1:]
