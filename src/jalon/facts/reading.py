"""Decoding errors in plain words: where, what was read, what was expected, what to do."""

from pydantic import ValidationError

from jalon.facts.problems import N_, Problem, shown

SAID_AT_MOST = 50
"""A broken document can hold thousands of errors: this many are said, the rest is counted."""

_WORDS: dict[str, tuple[str, str]] = {
    "missing": (N_("Un membre obligatoire manque."), N_("Ajoutez-le.")),
    "unexpected_keyword_argument": (
        N_("Membre inconnu."),
        N_("Retirez-le ou corrigez son nom."),
    ),
    "string_type": (
        N_("Un texte entre guillemets est attendu."),
        N_("Écrivez la valeur comme texte."),
    ),
    "int_type": (
        N_("Un nombre entier est attendu."),
        N_("Écrivez un entier, sans guillemets ni virgule."),
    ),
    "bool_type": (
        N_("« true » ou « false » est attendu."),
        N_("Écrivez « true » ou « false »."),
    ),
    "enum": (
        N_("Un terme parmi {choices} est attendu."),
        N_("Choisissez l’un des termes permis."),
    ),
    "literal_error": (
        N_("Un document de genre {choices} est attendu."),
        N_("Vérifiez le chemin du document."),
    ),
    "tuple_type": (
        N_("Une liste est attendue."),
        N_("Mettez la valeur entre crochets."),
    ),
    "dataclass_type": (
        N_("Un objet est attendu."),
        N_("Mettez les membres entre accolades."),
    ),
    "json_invalid": (
        N_("Du JSON est attendu."),
        N_("Le fichier est abîmé ou n’est pas du JSON en UTF-8 ; redemandez-le."),
    ),
}
_OTHER = (
    N_("La valeur n’est pas celle que ce membre attend."),
    N_("Corrigez la valeur."),
)


def problems_of(error: ValidationError, path: str) -> list[Problem]:
    """The errors of one document as problems, at most `SAID_AT_MOST` and a last one that counts the others."""
    found = error.errors(include_url=False)
    problems = [_problem(item, path) for item in found[:SAID_AT_MOST]]
    if rest := len(found) - len(problems):
        more = N_("{count} autres erreurs dans ce document.")
        problems.append(
            Problem(
                path,
                "$",
                more,
                N_("Corrigez d’abord celles-ci."),
                params={"count": str(rest)},
            )
        )
    return problems


def json_path(place: tuple[int | str, ...]) -> str:
    """`$.facts.titles[0].text`: the place as a JSON path."""
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place)


def _problem(item: object, path: str) -> Problem:
    details = dict(item) if isinstance(item, dict) else {}
    expected, remedy = _WORDS.get(details["type"], _OTHER)
    context = details.get("ctx", {})
    found = "" if details["type"] == "missing" else shown(context.get("error", details.get("input")))
    choices = str(context.get("expected", "")).replace(" or ", ", ")
    return Problem(path, json_path(details["loc"]), expected, remedy, found, {"choices": choices})
