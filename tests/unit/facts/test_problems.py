"""Problems in words."""

from jalon.facts.problems import FactsError, Problem, shown


def test_a_problem_says_where_what_and_what_to_do() -> None:
    problem = Problem(
        "means/x.json", "$.facts[0].amount", "Au plus {most} chiffres.", "Corrigez.", "1e9", {"most": "30"}
    )
    assert plain(str(problem)) == "means/x.json $.facts[0].amount : Au plus 30 chiffres. Lu : « 1e9 ». Corrigez."


def test_a_problem_speaks_the_language_it_is_given() -> None:
    english = {
        "Au plus {most} chiffres.": "At most {most} digits.",
        "Lu : « {found} ».": "Read: “{found}”.",
        "{place} : {said}": "{place}: {said}",
    }
    problem = Problem("a", "$", "Au plus {most} chiffres.", "", "x", {"most": "30"})
    assert problem.words(lambda text: english.get(text, text)) == "a $: At most 30 digits. Read: “x”."


def test_what_was_read_is_no_template() -> None:
    assert "{0.__class__}" in str(Problem("a", "$", "Attendu.", "", "{0.__class__}"))


def test_control_characters_are_shown_not_sent() -> None:
    assert shown("a\x00\u202eb") == "a\\u0000\\u202eb"


def test_an_error_says_all_its_problems() -> None:
    error = FactsError([Problem("a", "$", "Un.", ""), Problem("b", "$", "Deux.", "")])
    assert plain(str(error)).splitlines() == ["a $ : Un.", "b $ : Deux."]


def test_french_signs_never_begin_a_line() -> None:
    assert str(Problem("a", "$", "Attendu : « x » ; non ?", "")) == (
        "a $\u00a0: Attendu\u00a0: «\u00a0x\u00a0»\u00a0; non\u00a0?"
    )


def test_a_problem_without_a_place_begins_with_what_was_expected() -> None:
    assert str(Problem("", "", "Un fichier est attendu.", "Vérifiez.")) == "Un fichier est attendu. Vérifiez."


def plain(words: str) -> str:
    """Without the no-break spaces of French."""
    return words.replace("\u00a0", " ")
