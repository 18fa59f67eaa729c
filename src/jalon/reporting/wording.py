"""Words for what the machine saw: accidents, troubles, choices, both texts of a cell."""

from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.reporting.merging.model import NOTHING, Accident, AccidentKind, Choice, Column, ColumnKind, Note, Trouble
from jalon.reporting.models import Ask, ReturnedCell

KINDS = {
    AccidentKind.ROW_MOVED: lazy("ligne déplacée"),
    AccidentKind.ROWS_SORTED: lazy("lignes triées"),
    AccidentKind.ROW_HIDDEN: lazy("ligne masquée"),
    AccidentKind.ROW_WITHOUT_KEY: lazy("ligne ajoutée"),
    AccidentKind.ROW_BY_TITLE: lazy("clé de ligne perdue"),
    AccidentKind.ROW_MISSING: lazy("ligne absente"),
    AccidentKind.UNKNOWN_KEY: lazy("clé inconnue"),
    AccidentKind.DUPLICATE_KEY: lazy("clé en double"),
    AccidentKind.TITLE_CHANGED: lazy("intitulé modifié"),
    AccidentKind.COLUMN_RENAMED: lazy("colonne renommée"),
    AccidentKind.COLUMNS_MOVED: lazy("colonnes déplacées"),
    AccidentKind.COLUMN_HIDDEN: lazy("colonne masquée"),
    AccidentKind.COLUMN_MISSING: lazy("colonne absente"),
    AccidentKind.COLUMN_ADDED: lazy("colonne ajoutée"),
    AccidentKind.COLUMN_TWICE: lazy("colonne en double"),
    AccidentKind.HEADER_ADDED: lazy("en-tête ajouté"),
    AccidentKind.KEYS_LOST: lazy("clés perdues"),
    AccidentKind.MERGED_CELLS: lazy("cellule fusionnée"),
    AccidentKind.TEXT_DATE: lazy("date en texte"),
    AccidentKind.WORD_IN_NUMBER: lazy("mot dans un nombre"),
    AccidentKind.NUMBER_AS_TEXT: lazy("nombre en texte"),
    AccidentKind.FORMULA: lazy("formule sans valeur"),
    AccidentKind.NOT_IN_LIST: lazy("terme hors liste"),
    AccidentKind.NOT_ASKED: lazy("réponse non demandée"),
    AccidentKind.KEY_OF_ANOTHER: lazy("clé d’une autre ligne"),
    AccidentKind.OTHER_SHEET: lazy("autre feuille"),
}
_NOTHING_TO_DO = lazy("Rien à faire")
REMEDIES = {
    AccidentKind.ROW_WITHOUT_KEY: lazy("Laissée de côté\u00a0: notez-la à la main si elle compte"),
    AccidentKind.ROW_MISSING: lazy("Comptée comme sans réponse"),
    AccidentKind.UNKNOWN_KEY: lazy("Laissée de côté\u00a0: elle vient d’un autre classeur"),
    AccidentKind.COLUMN_MISSING: lazy("Rien n’y est lu\u00a0: redemandez-la si elle compte"),
    AccidentKind.COLUMN_ADDED: lazy("Laissée de côté\u00a0: elle n’est pas demandée"),
    AccidentKind.COLUMN_TWICE: lazy("La première est lue"),
    AccidentKind.HEADER_ADDED: lazy("Laissée de côté"),
    AccidentKind.TITLE_CHANGED: lazy("Le plan ne change pas ici\u00a0: rien à faire"),
    AccidentKind.MERGED_CELLS: lazy("Attribué à la première ligne\u00a0; copiez-le à celle-ci s’il vaut pour elle"),
    AccidentKind.NOT_ASKED: lazy("Laissée de côté\u00a0: cette colonne n’est pas demandée pour cette ligne"),
    AccidentKind.DUPLICATE_KEY: lazy("La première ligne compte"),
    AccidentKind.KEY_OF_ANOTHER: lazy(
        "Comptée pour la mesure que son intitulé dit\u00a0: c’est lui qu’on voit en écrivant. Vérifiez-la"
    ),
    AccidentKind.OTHER_SHEET: lazy("Laissée de côté\u00a0: elle porte des clés d’un autre classeur. Rendez-la à part"),
}
ASKING = {
    AccidentKind.TEXT_DATE: lazy("Choisir la lecture"),
    AccidentKind.WORD_IN_NUMBER: lazy("Dire le sens"),
    AccidentKind.FORMULA: lazy("Garder l’ancienne valeur, ou redemander"),
    AccidentKind.NOT_IN_LIST: lazy("Choisir la lecture"),
    AccidentKind.DUPLICATE_KEY: lazy("Choisir entre les deux lignes"),
}
TROUBLES = {
    Trouble.WORD_IN_NUMBER: lazy("dites ce que «\u00a0%(text)s\u00a0» veut dire"),
    Trouble.WORD_IN_DATE: lazy("dites ce que «\u00a0%(text)s\u00a0» veut dire"),
    Trouble.TEXT_DATE: lazy("choisissez comment lire «\u00a0%(text)s\u00a0»"),
    Trouble.NUMBER_CHANGED: lazy("%(before)s et %(text)s\u00a0: dites lequel compte ce que la colonne demande"),
    Trouble.PERCENT: lazy("«\u00a0%(text)s\u00a0» est une part, la colonne compte\u00a0: dites s’il faut la garder"),
    Trouble.NOT_IN_LIST: lazy("«\u00a0%(text)s\u00a0» n’est pas dans la liste\u00a0: choisissez"),
    Trouble.UNREADABLE: lazy("ce qui est dans la cellule ne se lit pas (formule sans valeur, ou texte trop long)\u00a0: choisissez"),
    Trouble.EMPTIED: lazy("la cellule a été vidée\u00a0: dites si «\u00a0%(before)s\u00a0» tient encore"),
    Trouble.CHANGED_HERE: lazy("deux personnes ont changé cette cellule, dites quoi faire des deux textes"),
    Trouble.DUPLICATE_KEY: lazy("deux lignes portent la même clé et disent «\u00a0%(text)s\u00a0» et «\u00a0%(proposed)s\u00a0»\u00a0: choisissez"),
    Trouble.NOTHING_AND_VALUES: lazy("«\u00a0rien à signaler\u00a0» et des réponses à la fois\u00a0: dites ce qui vaut"),
}  # fmt: skip
NOTES = {
    Note.FILLED: lazy("rempli, là où rien n’était dit"),
    Note.APPENDED: lazy("ajout à la fin\u00a0; le reste est inchangé"),
    Note.FORM_ONLY: lazy("mise en forme seule"),
    Note.READ_AS: lazy("écrit en texte, lu sans doute possible"),
    Note.MERGED: lazy("texte d’une cellule fusionnée qui commence à une autre ligne"),
}
CHOICES = {
    Choice.RETURNED: lazy("rendu"),
    Choice.BEFORE: lazy("avant"),
    Choice.PROPOSED: lazy("lecture proposée"),
    Choice.TEXT_ONLY: lazy("garder le texte seul"),
    Choice.NOT_APPLICABLE: lazy("sans objet"),
    Choice.NOT_KNOWN: lazy("non connu"),
    Choice.BOTH: lazy("Le texte de l’organisme devient sa déclaration\u00a0; le vôtre devient la ligne consolidée"),
    Choice.ASK_AGAIN: lazy("Redemander à l’organisme, par un message avec les deux textes"),
}


ON_NOTHING = {
    Choice.RETURNED: lazy("rien à signaler"),
    Choice.BEFORE: lazy("ne pas le compter comme «\u00a0rien à signaler\u00a0»"),
}
"""What is done with what a body wrote in the column « nothing to report »."""
COPYING = {
    Choice.RETURNED: lazy("le copier à cette ligne"),
    Choice.BEFORE: lazy("le laisser à l’autre ligne"),
}
"""What is done with the text of a merged cell at the lines where it does not begin."""


def kind_words(accident: Accident) -> str:
    """What happened, in two or three words."""
    return str(KINDS[accident.kind])


def remedy_words(accident: Accident) -> str:
    """What is to be done about it."""
    if accident.asks:
        return str(ASKING.get(accident.kind, _NOTHING_TO_DO))
    return str(REMEDIES.get(accident.kind, _NOTHING_TO_DO))


def read_words(accident: Accident) -> str:
    """What was read, and what was sent where that helps."""
    said = {"found": accident.found, "was": accident.was}
    match accident.kind:
        case AccidentKind.ROW_MOVED:
            return (
                _("La ligne «\u00a0%(found)s\u00a0» était la %(was)sᵉ. Reconnue par sa clé cachée, non par son rang.")
                % said
            )
        case AccidentKind.ROWS_SORTED:
            return (
                _("%(found)s lignes sur %(was)s ont changé de place. Reconnues par leur clé, non par leur rang.") % said
            )
        case AccidentKind.COLUMN_RENAMED:
            return _("«\u00a0%(was)s\u00a0» est devenue «\u00a0%(found)s\u00a0». Reconnue par sa clé.") % said
        case AccidentKind.TITLE_CHANGED:
            return _("«\u00a0%(was)s\u00a0» est devenu «\u00a0%(found)s\u00a0».") % said
        case AccidentKind.ROW_BY_TITLE:
            return _("Sans clé, reconnue par son intitulé\u00a0: «\u00a0%(found)s\u00a0».") % said
        case AccidentKind.COLUMN_MISSING | AccidentKind.ROW_MISSING | AccidentKind.COLUMN_HIDDEN:
            return _("«\u00a0%(was)s\u00a0»") % said
        case AccidentKind.KEY_OF_ANOTHER:
            return (
                _("Intitulé\u00a0: «\u00a0%(found)s\u00a0»\u00a0; la clé cachée est celle de «\u00a0%(was)s\u00a0».")
                % said
            )
        case AccidentKind.KEYS_LOST:
            return _("La ligne cachée des clés a disparu\u00a0: les colonnes sont reconnues par leur intitulé.")
        case AccidentKind.COLUMNS_MOVED:
            return _("L’ordre des colonnes a changé. Reconnues par leur clé.")
    return _("«\u00a0%(found)s\u00a0»") % said if accident.found else ""


def column_label(columns: Iterable[Column], key: str, lang: str = "fr") -> str:
    """The name of a column, the machine's own included."""
    if key == NOTHING:
        return _("Rien à signaler")
    return next((column.label(lang) for column in columns if column.key == key), key)


def trouble_words(cell: ReturnedCell) -> str:
    """What is to be decided of a cell."""
    if not cell.trouble:
        return ""
    texts = {
        "text": cell.returned.text if cell.returned else "",
        "before": cell.before.text if cell.before else _("rien"),
        "proposed": cell.proposed.text if cell.proposed else _("rien"),
    }
    return str(TROUBLES[Trouble(cell.trouble)]) % texts


def unread_words(column: Column) -> str:
    """Why a text typed for a column is refused: « %(text)s » stands for it."""
    return {
        ColumnKind.DATE: _("«\u00a0%(text)s\u00a0» ne se lit pas comme une date\u00a0: écrivez par exemple mars 2026."),
        ColumnKind.NUMBER: _("«\u00a0%(text)s\u00a0» n’est pas un nombre\u00a0: écrivez-le en chiffres."),
        ColumnKind.CHOICE: _("«\u00a0%(text)s\u00a0» n’est pas dans la liste\u00a0: choisissez un de ses termes."),
        ColumnKind.TEXT: _("«\u00a0%(text)s\u00a0» ne se lit pas\u00a0: écrivez-le autrement."),
    }[column.kind]


def both_texts(ask: Ask, cells: Iterable[ReturnedCell]) -> str:
    """The questions of a letter: for each cell what the body returned, and what stands beside it. In its language."""
    with translation.override(ask.language):
        return "\n\n".join(_question(ask, cell) for cell in cells)


def _question(ask: Ask, cell: ReturnedCell) -> str:
    other = cell.here.value.text if cell.here else cell.proposed.text if cell.proposed else ""
    other = other or (cell.before.text if cell.before else "")
    words = {
        "line": str(cell.line), "column": column_label(ask.campaign.columns, cell.column, ask.language),
        "ours": other or _("rien"), "theirs": cell.returned.text if cell.returned else _("rien"),
    }  # fmt: skip
    return (
        _(
            "%(line)s, %(column)s\n  Vous avez rendu\u00a0: %(theirs)s\n  Nous avions\u00a0: %(ours)s\n  Lequel vaut\u00a0?"
        )
        % words
    )
