"""Runs the Python cells of a notebook and writes it as Markdown, with what each cell printed.

    .venv/bin/python -m tools.notebook docs/estimation-tutorial.ipynb > docs/estimation-tutorial.md

Cells share their names and run from the folder of the repository. What a cell prints is its output: no hidden state, no
picture, nothing that a test could not compare.
"""

import io
import json
import sys
from contextlib import chdir, redirect_stdout
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def rendered(notebook: Path) -> str:
    """The Markdown of a notebook in nbformat 4; an exception in a cell is raised with its number."""
    names: dict[str, Any] = {"__name__": "__notebook__"}
    parts = []
    with chdir(ROOT):
        for number, cell in enumerate(json.loads(notebook.read_text(encoding="utf-8"))["cells"], start=1):
            source = "".join(cell["source"]).rstrip()
            parts.append(source if cell["cell_type"] == "markdown" else _ran(source, names, number))
    return "\n\n".join(parts) + "\n"


def _ran(source: str, names: dict[str, Any], number: int) -> str:
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(compile(source, f"cell {number}", "exec"), names)  # noqa: S102 — a notebook of this repository is code
    shown = f"```python\n{source}\n```"
    output = printed.getvalue().rstrip()
    return f"{shown}\n\n```\n{output}\n```" if output else shown


if __name__ == "__main__":
    sys.stdout.write(rendered(Path(sys.argv[1])))
