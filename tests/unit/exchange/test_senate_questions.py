"""Questions of the Sénat: a table of one line a question, invented here in the published columns."""

import json

import pytest

from jalon.exchange.problems import Refused
from jalon.exchange.questions_in import ReadQuestions, read_questions
from jalon.facts.common import OrgRef, When

HEAD = (
    "Sort;Nature;Numéro;Référence;Titre;Nom;Prénom;Civilité;Circonscription;Groupe;Type Appartenance;Date de publication JO;"
    "Ministère de dépôt;Date de transmission;Ministère de transmission;Ministère de réponse;Date de réponse JO;"
    "Référence de la question rappelée;Thème(s);Thème QC;URL Question"
)
ANSWERED = (
    "Répondue;QE;05975;2025S05975;Lutte contre la traite;Fictive;Anne;Mme;Ain;GF;Membre;21/08/2025;Justice;;;Intérieur;"
    "13/11/2025;2024S01234;Police et sécurité;;https://www.senat.fr/questions/base/2025/q1.html"
)
LAPSED = "Caduque;QOSD;12;;Autre sujet;Fictif;Paul;M.;;;;2025-09-02;Santé;;;;;;;;javascript:alert(1)"


def read(*lines: str, about: tuple[str, ...] = ()) -> ReadQuestions:
    return read_questions("\r\n".join(lines).encode("latin-1"), "questions-depuis-un-an.csv", "part", about)


def test_a_line_is_a_question_with_what_the_table_says_and_no_more() -> None:
    found = read(HEAD, ANSWERED, ";" * 20, LAPSED)
    assert (found.questions, found.problems) == (2, [])
    first, second = found.acts
    assert (first.chamber, first.kind_printed, first.number, first.reference) == (
        "senat",
        "Question écrite",
        "05975",
        "2025S05975",
    )
    assert (first.author, first.to) == ("Anne Fictive (GF)", (OrgRef(name="Justice"), OrgRef(name="Intérieur")))
    assert (first.when, first.answered) == (
        When(edtf="2025-08-21", printed="21/08/2025"),
        When(edtf="2025-11-13", printed="13/11/2025"),
    )
    assert first.topic and first.topic.value == "Lutte contre la traite" and (first.asked, first.answers) == ((), ())
    assert first.note and "2024S01234" in first.note.value and first.closed is None
    assert (second.reference, second.when, second.answered, second.closed) == (
        "12",
        When(edtf="2025-09-02"),
        None,
        "Caduque",
    )
    assert found.sources[1].url is None, "an address that is none is not followed"


def test_other_orders_delimiters_and_json_say_the_same_and_words_are_looked_for() -> None:
    cells = [line.split(";") for line in (HEAD, ANSWERED)]
    turned = ["|".join(reversed(line)) for line in cells]
    said = read(HEAD, ANSWERED).acts
    assert read(*turned).acts == said
    rows = [dict(zip(*cells, strict=True))]
    assert read_questions(json.dumps(rows).encode(), "q.json", "part").acts == said
    kept = read(HEAD, ANSWERED, LAPSED, about=("traite",))
    assert (kept.left_out, len(kept.acts)) == (1, 1)
    again = read_questions(json.dumps({"question": kept.kept}).encode(), "q.json.txt", "part")
    assert again.acts == kept.acts, "what is kept between preview and import says the same"


@pytest.mark.parametrize(
    ("lines", "problems", "questions"),
    [
        ((HEAD, "En cours;QE"), 1, 1),
        ((HEAD, ";;7"), 0, 1),
        ((HEAD, ';;8;"a'), 0, 1),
        ((HEAD,), None, 0),
        (("Nom;Date", "a;b"), None, 0),
    ],
)
def test_lines_that_are_cut_or_empty_are_said_and_other_tables_refused(
    lines: tuple[str, ...], problems: int | None, questions: int
) -> None:
    if problems is None:
        with pytest.raises(Refused):
            read(*lines)
    else:
        found = read(*lines)
        assert (found.questions, len(found.problems)) == (questions, problems)


def test_the_same_question_twice_is_one_and_a_date_that_is_none_is_kept_as_printed() -> None:
    found = read(HEAD, ANSWERED, ANSWERED.replace("21/08/2025", "fin août"))
    [act] = found.acts
    assert act.when == When(printed="fin août")
