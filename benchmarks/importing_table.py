"""Writes the tables that `importing` reads, in a process of its own so that its memory does not count.

python -m benchmarks.importing_table PATH measures MEASURES ROWS      # the first row of a measure names its lead
python -m benchmarks.importing_table PATH leads MEASURES ROWS         # each row names one
python -m benchmarks.importing_table PATH stages MEASURES ROWS        # each row names one, and its stage
python -m benchmarks.importing_table PATH amounts MEASURES ROWS       # each row names one, its stage and an amount
python -m benchmarks.importing_table PATH observations INDICATORS ROWS
"""

import sys

import xlsxwriter

HEAD = ("N°", "Axe", "Mesure", "Sous-action", "Pilote", "Statut", "Échéance", "Budget")
OBSERVED = (
    "Code de l’indicateur",
    "Période",
    "Valeur",
    "État de la valeur",
    "Sexe",
    "Département",
    "Source",
    "Raison de l’absence",
)


def main() -> None:
    """Everything is invented."""
    path, what, count, rows = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        if what == "observations":
            observations(book, count, rows)
        else:
            measures(book, count, rows, what)


def measures(book: xlsxwriter.Workbook, count: int, rows: int, what: str) -> None:
    """Rows of one measure follow each other; sub-actions have a date, the first row a lead, a stage and a budget, the
    others what they are said to have."""
    sheet = book.add_worksheet("Plan")
    sheet.write_row(0, 0, HEAD)
    line = 0
    for number in range(1, count + 1):
        for step in range(rows):
            line += 1
            sub = f"Sous-action {number}.{step}" if rows > 1 else ""
            lead = f"Organisme fictif {line % 40}" if what != "measures" else ""
            stage = ("À venir", "En cours", "Achevée")[line % 3] if what in ("stages", "amounts") else ""
            amount = 100 + line % 9_000 if what == "amounts" else ""
            first = (
                ("Organisme fictif", "En cours", "décembre 2026", 1_000 + number)
                if step == 0
                else (lead, stage, "T4 2026", amount)
            )
            axis = f"Axe {number % 9 + 1}. Domaine fictif"
            sheet.write_row(line, 0, (number, axis, f"Mesure fictive {number}", sub, *first))


def observations(book: xlsxwriter.Workbook, count: int, rows: int) -> None:
    """Rows of one indicator: ten years, by sex and département; one in fifty is missing with its reason, some provisional."""
    sheet = book.add_worksheet("Observations")
    sheet.write_row(0, 0, OBSERVED)
    line = 0
    for number in range(1, count + 1):
        for place in range(rows):
            line += 1
            year, sex, area = 2015 + place % 10, ("F", "H")[place // 10 % 2], f"Département {place // 20 + 1}"
            missing = line % 50 == 0
            state = "provisoire" if year == 2024 else "définitif"
            value = ("", state) if missing else (line % 997 + (0.5 if line % 3 == 0 else 0), state)
            source = f"Rapport fictif {number % 40}"
            reason = "non relevé" if missing else ""
            sheet.write_row(line, 0, (f"ind_{number}", year, *value, sex, area, source, reason))


if __name__ == "__main__":
    main()
