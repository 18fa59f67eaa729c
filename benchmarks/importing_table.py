"""Writes the table that `importing` reads, in a process of its own so that its memory does not count.

python -m benchmarks.importing_table PATH MEASURES ROWS
"""

import sys

import xlsxwriter

HEAD = ("N°", "Axe", "Mesure", "Sous-action", "Pilote", "Statut", "Échéance", "Budget")


def main() -> None:
    """Rows of one measure follow each other; sub-actions have a date, the first row a lead, a stage and a budget."""
    path, measures, rows = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Plan")
        sheet.write_row(0, 0, HEAD)
        line = 0
        for number in range(1, measures + 1):
            for step in range(rows):
                line += 1
                sub = f"Sous-action {number}.{step}" if rows > 1 else ""
                first = (
                    ("Organisme fictif", "En cours", "décembre 2026", 1_000 + number)
                    if step == 0
                    else ("", "", "T4 2026", "")
                )
                axis = f"Axe {number % 9 + 1}. Domaine fictif"
                sheet.write_row(line, 0, (number, axis, f"Mesure fictive {number}", sub, *first))


if __name__ == "__main__":
    main()
