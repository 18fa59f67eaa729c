"""Pages of errors, in both languages, made without the database: what happened, where, and what to do.

The handlers are named in `jalon.config.urls`; `ErrorPages` gives a body to bare refusals (405, 413, 429, 503);
`csrf_failure` is the setting CSRF_FAILURE_VIEW.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

GetResponse = Callable[[HttpRequest], HttpResponseBase]
_OTHER = {"fr": "en", "en": "fr"}
_LONGEST_DETAIL = 300


@dataclass(frozen=True, slots=True)
class Words:
    """What an error page says: its title, what happened, what to do."""

    title: str | Promise
    what: str | Promise
    remedy: str | Promise


WORDS: dict[int, Words] = {
    400: Words(
        _("Demande mal formée"),
        _("L’adresse ou le formulaire contient une valeur que le registre ne peut pas lire."),
        _("Corrigez l’adresse, ou revenez à la page précédente et recommencez."),
    ),
    403: Words(
        _("Page réservée"),
        _("Votre compte n’a pas le droit de voir cette page ou de faire cette action."),
        _("Demandez ce droit à la personne qui gère les comptes de votre organisme."),
    ),
    404: Words(
        _("Page introuvable"),
        _("Aucune page du registre n’a cette adresse."),
        _("Vérifiez l’adresse, ou cherchez la mesure ou l’organisme dans le registre."),
    ),
    405: Words(
        _("Méthode refusée"),
        _("Cette adresse existe, mais pas pour ce genre de demande."),
        _("Ouvrez la page par un lien du registre."),
    ),
    410: Words(
        _("Contenu retiré"),
        _("Ce qui se trouvait ici a été retiré par l’organisme qui l’avait publié."),
        _("Le motif et la date du retrait sont donnés quand ils sont publics."),
    ),
    413: Words(
        _("Envoi trop lourd"),
        _("Le fichier ou le texte envoyé dépasse la taille acceptée. Rien n’a été enregistré."),
        _("Envoyez un fichier plus petit, ou en plusieurs fois."),
    ),
    429: Words(
        _("Trop de demandes"),
        _("Trop de demandes sont venues de votre adresse en peu de temps."),
        _("Attendez quelques minutes, puis recommencez."),
    ),
    500: Words(
        _("Erreur du registre"),
        _("Le registre a rencontré une erreur qui ne vient pas de vous. Elle est consignée."),
        _("Recommencez dans quelques minutes. Ce que vous aviez enregistré n’est pas perdu."),
    ),
    503: Words(
        _("Service interrompu"),
        _("Le registre est arrêté un moment, pour une mise à jour ou une sauvegarde."),
        _("Recommencez dans quelques minutes."),
    ),
}


def error_page(
    request: HttpRequest, status: int, *, detail: str = "", headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """The page of this error in the language of the address. `detail` says what exactly, in one or two sentences."""
    lang = _language(request)
    response = HttpResponse(_body(status, lang, detail[:_LONGEST_DETAIL]), status=status, headers=dict(headers or {}))
    response.headers["Content-Language"] = lang
    response.headers["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400. A body over the limit is 413, as the standard wants."""
    return error_page(request, 413 if isinstance(exception, RequestDataTooBig) else 400, detail=_said(exception))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler403."""
    return error_page(request, 403, detail=_said(exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404. The message of a resolver is for developers, and is not shown."""
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500."""
    return error_page(request, 500)


def method_not_allowed(request: HttpRequest, allowed: tuple[str, ...]) -> HttpResponse:
    """405 with the methods that the address takes."""
    return error_page(request, 405, headers={"Allow": ", ".join(allowed)})


def gone(request: HttpRequest, detail: str) -> HttpResponse:
    """410: withdrawn by its owner; `detail` is the public reason and date."""
    return error_page(request, 410, detail=detail)


def too_large(request: HttpRequest, detail: str = "") -> HttpResponse:
    """413: nothing was saved; `detail` says the limit."""
    return error_page(request, 413, detail=detail)


def too_many(request: HttpRequest, retry_after: int) -> HttpResponse:
    """429: come back after so many seconds."""
    return error_page(request, 429, headers={"Retry-After": str(retry_after)})


def unavailable(request: HttpRequest, retry_after: int = 120) -> HttpResponse:
    """503: come back after so many seconds."""
    return error_page(request, 503, headers={"Retry-After": str(retry_after)})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose proof of origin is missing or old: what was typed is not lost if one goes back."""
    lang = _language(request)
    with translation.override(lang):
        detail = translation.gettext(
            "Le formulaire n’a pas pu être rattaché à votre session : elle a expiré, ou les cookies sont refusés. "
            "Revenez en arrière, rechargez la page et envoyez de nouveau."
        )
    return error_page(request, 403, detail=detail)


class ErrorPages:
    """Middleware: a refusal that some layer gives without a page gets one; JSON and files are left alone."""

    bare = frozenset({400, 403, 404, 405, 410, 413, 429, 503})
    kept = ("Allow", "Retry-After")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code not in self.bare or not isinstance(response, HttpResponse) or response.content:
            return response
        headers = {name: response.headers[name] for name in self.kept if name in response.headers}
        return error_page(request, response.status_code, headers=headers)


def _said(exception: Exception) -> str:
    """What was raised for people to read; Django's own refusals of a body are in English and for developers."""
    if isinstance(exception, RequestDataTooBig | MultiPartParserError) or not exception.args:
        return ""
    return str(exception.args[0]) if exception.__class__.__module__.startswith("jalon.") else ""


def _language(request: HttpRequest) -> str:
    """The language of the address: known even when no middleware ran."""
    return "en" if request.path_info.startswith("/en/") else "fr"


def _body(status: int, lang: str, detail: str) -> str:
    other = _OTHER[lang]
    words = WORDS.get(status, WORDS[500])
    try:
        with translation.override(other):
            elsewhere = {"title": str(words.title), "what": str(words.what), "remedy": str(words.remedy)}
        with translation.override(lang):
            context = {"status": status, "words": words, "detail": detail, "other": other, "elsewhere": elsewhere}
            return render_to_string("ui/error.html", context)
    except Exception:  # noqa: BLE001  # a failing error page would hide the error: plain words are always possible
        with translation.override(lang):
            return _plain(status, lang, words)


def _plain(status: int, lang: str, words: Words) -> str:
    said = [escape(str(text)) for text in (words.title, words.what, words.remedy)]
    return (
        f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>{status} | Jalon</title>'
        f"<h1>{status}. {said[0]}</h1><p>{said[1]}</p><p>{said[2]}</p></html>"
    )
