"""What the public will see, signing it, and taking back what was published."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.core.errors import Conflict, Invalid
from jalon.core.matrix import Permission
from jalon.core.models import AuditEvent, Part
from jalon.facts.common import Visibility
from jalon.facts.problems import FactsError
from jalon.office.confirm import ProofForm
from jalon.office.doors import of_part
from jalon.office.forms.base import set_choices
from jalon.office.frame import frame, user_of
from jalon.office.pages.differences import differences, last_signed
from jalon.office.pages.faults import faults
from jalon.office.pages.history import events as events_of
from jalon.office.pages.history import seen
from jalon.office.pages.parts import readers, waiting
from jalon.office.preview import public_page
from jalon.office.problems import field_problems
from jalon.plans.models import Document
from jalon.portal.words import colon
from jalon.publication.actions import sign_off_part, withdraw_documents
from jalon.publication.errors import PublicationError
from jalon.publication.finishing import is_published, is_withdrawn
from jalon.publication.parts import REASONS
from jalon.publication.reader import open_reader
from jalon.publication.selectors import facts_of_part, hash_of_part, own_key, problems_of_part
from jalon.ui.pieces import Problem

NOT_PUBLIC = (Visibility.TEAM, Visibility.BODY, Visibility.COMMITTEE)


@of_part(Permission.VIEW_DRAFT)
def preview(request: HttpRequest, part: Part, rest: str = "") -> HttpResponseBase:
    """The public pages as they would be, between two marks, for the team alone."""
    return public_page(request, part, rest)


class WhyForm(forms.Form):
    """The public sentence."""

    raison = forms.CharField(
        label=lazy("Pourquoi cette version"), max_length=300,
        help_text=lazy("Une phrase, publiée avec la liste des changements."), widget=forms.TextInput(attrs={"class": "wf"}),
    )  # fmt: skip


class SignForm(ProofForm):
    """Confirmations and proof. `revision` and `digest` are what was read: anything else is refused."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    looked_at = forms.CharField(widget=forms.HiddenInput, max_length=40)
    reason = forms.CharField(widget=forms.HiddenInput, max_length=300)
    seen = forms.BooleanField(label=lazy("J’ai vu la page telle qu’elle paraîtra"))
    nobody = forms.BooleanField(label=lazy("Aucun texte ne permet de reconnaître une victime"))

    field_order = ["revision", "digest", "looked_at", "reason", "seen", "nobody", "code", "password"]


@of_part(Permission.SIGN_OFF)
def sign(request: HttpRequest, part: Part) -> HttpResponse:
    """Read again, then sign: first the reason, which is part of what is signed, then the hash and the code."""
    why = WhyForm(request.GET if "raison" in request.GET else None)
    reason = " ".join(why.cleaned_data["raison"].split()) if why.is_bound and why.is_valid() else ""
    if request.method != "POST":
        return _sign_page(request, part, why, _start(request, part, reason) if reason else None)
    form = SignForm(request.POST, request=request, user=user_of(request))
    if not form.is_valid():
        return _sign_page(request, part, WhyForm({"raison": form.data.get("reason", "")}), form, status=422)
    return _signed(request, part, form)


def _start(request: HttpRequest, part: Part, reason: str) -> SignForm:
    return SignForm(
        request=request,
        user=user_of(request),
        initial={
            "revision": part.revision,
            "digest": hash_of_part(part, reason),
            "looked_at": timezone.now().isoformat(),
            "reason": reason,
        },
    )


def _signed(request: HttpRequest, part: Part, form: SignForm) -> HttpResponse:
    data = form.cleaned_data
    try:
        version = sign_off_part(
            by=user_of(request),
            part=part,
            expected_revision=data["revision"],
            expected_hash=data["digest"],
            reason=data["reason"],
        )
    except (Conflict, PublicationError) as error:
        return _outdated(request, part, data, str(error))
    except Invalid as refused:
        return _refused(request, part, data, [message for message in refused.problems.values()])
    except FactsError as refused:
        said = faults(facts_of_part(part), refused.problems)
        return _refused(request, part, data, [f"{fault.name}{colon()}{fault.words}" for fault in said])
    signed_words = _("Version %(n)d signée et publiée.") if is_published(version.hash) else _("Version %(n)d signée.")
    messages.success(request, signed_words % {"n": version.number})
    return HttpResponseRedirect(reverse("office:signed", args=(part.slug,)))


def _outdated(request: HttpRequest, part: Part, data: dict[str, Any], said: str) -> HttpResponse:
    """Somebody wrote meanwhile: what they did is shown, the new hash is computed, nothing is signed."""
    part.refresh_from_db()
    written = AuditEvent.objects.filter(part_uid=part.uid, at__gt=_moment(data["looked_at"]))
    since = seen(written, user_of(request)).order_by("at")[:50]
    told = tuple((one.at, one.who, one.subject or one.what) for one in events_of(since))
    form = _start(request, part, data["reason"])
    problem = Problem("", _("La signature est refusée : %(why)s") % {"why": said})
    return _sign_page(
        request, part, WhyForm({"raison": data["reason"]}), form, status=409, problems=(problem,), events=told
    )


def _refused(request: HttpRequest, part: Part, data: dict[str, Any], said: list[str]) -> HttpResponse:
    form = _start(request, part, data["reason"])
    problems = tuple(Problem("", words) for words in said)
    return _sign_page(request, part, WhyForm({"raison": data["reason"]}), form, status=422, problems=problems)


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return timezone.now()
    return found if found.tzinfo else timezone.now()


def _sign_page(
    request: HttpRequest, part: Part, why: WhyForm, form: SignForm | None, *, status: int = 200,
    problems: tuple[Problem, ...] = (), events: tuple[Any, ...] = (),
) -> HttpResponse:  # fmt: skip
    facts = facts_of_part(part)
    found = differences(part, facts)
    title = _("Signer une partie")
    private = Document.objects.of_part(part).live().filter(visibility__in=[one.value for one in NOT_PUBLIC])
    context = {
        "why": why,
        "form": form,
        "problems": problems or field_problems(form if form is not None and form.is_bound else why),
        "found": found,
        "number": (found.last.number if found.last else 0) + 1,
        "digest": form["digest"].value() if form is not None else "",
        "reason": form["reason"].value() if form is not None else "",
        "key": own_key().public.id,
        "unsourced": waiting(part),
        "faults": faults(facts, problems_of_part(part)[:20]),
        "private": tuple((row.title.value, row.visibility) for row in private),
        "readers": readers(part),
        "events": events,
        "signer": str(request.user),
    }
    return render(request, "office/sign.html", frame(request, part, title) | context, status=status)


@of_part(Permission.VIEW_DRAFT)
def signed(request: HttpRequest, part: Part) -> HttpResponse:
    """The Release that holds what was just signed; that it will, when making it failed and is to be done again."""
    last = last_signed(part)
    published = last is None or is_published(last.hash)
    title = _("Publié") if published else _("Signé")
    return render(request, "office/signed.html", frame(request, part, title) | _shown(part, published) | {"last": last})


def _shown(part: Part, published: bool) -> dict[str, Any]:
    if not published:
        return {"published": False}
    reader = open_reader()
    plans = tuple((plan.slug, plan.titles[0].text) for plan in reader.plans())
    return {"published": True, "release": reader.release, "shown": reader.part(part.slug), "plans": plans}


class WithdrawForm(ProofForm):
    """What is taken back, why, and the proof of who does it."""

    expected_revision = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.ChoiceField(label=lazy("Motif"), widget=forms.RadioSelect, choices=(
        ("error", lazy("erreur grave")), ("privacy", lazy("vie privée d’une personne")), ("court", lazy("décision de justice"))))  # fmt: skip
    words = forms.CharField(
        label=lazy("Ce que le public lira"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=lazy("Le motif et la date restent à l’adresse de ce qui est retiré. N’y répétez pas ce que vous retirez."),
    )  # fmt: skip
    paths = forms.MultipleChoiceField(
        label=lazy("Ce qui est retiré"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=lazy("Dans toutes les versions publiées. Rien de coché : la partie entière."),
    )  # fmt: skip

    field_order = ["expected_revision", "reason", "words", "paths", "code", "password"]


@of_part(Permission.SIGN_OFF)
def withdraw(request: HttpRequest, part: Part) -> HttpResponse:
    """Take back what was published: a derogation, for the owner's signatory alone."""
    data = request.POST if request.method == "POST" else None
    form = WithdrawForm(data, request=request, user=user_of(request), initial={"expected_revision": part.revision})
    set_choices(form, "paths", _published_paths(part))
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_documents(
                by=user_of(request),
                part=part,
                **{name: form.cleaned_data[name] for name in ("expected_revision", "paths", "reason", "words")},
            )
            _say_withdrawn(request)
            return redirect("office:part", part.slug)
        except (Invalid, Conflict, PublicationError) as error:
            form.add_error(None, str(error))
    context = {"form": form, "problems": field_problems(form), "reasons": REASONS}
    return render(
        request,
        "office/withdraw.html",
        frame(request, part, _("Retirer de la publication")) | context,
        status=422 if form.errors else 200,
    )


def _say_withdrawn(request: HttpRequest) -> None:
    """That it left every public page, or that it still has to: nobody may believe that a name is gone while it shows."""
    if is_withdrawn():
        messages.success(request, _("Retiré de toutes les versions. L’adresse dit pourquoi et depuis quand."))
        return
    said = _(
        "Retiré, mais les pages publiques le montrent encore : leur mise à jour a échoué et recommence chaque minute. Vérifiez l’adresse publique ; si elle ne dit pas le retrait dans quelques minutes, prévenez l’exploitant."
    )
    messages.warning(request, said)


def _published_paths(part: Part) -> list[tuple[str, str]]:
    """The documents of the part that were published, by what they are about."""
    from jalon.facts.kinds import kind_of_path
    from jalon.publication import parts as versions
    from jalon.publication.errors import BlobMissing
    from jalon.publication.reader import default_store
    from jalon.publication.words import fact_name, label

    store = default_store()
    version = versions.current_version(store, str(part.uid))
    try:
        facts = versions.facts_of(store, version) if version else None
    except BlobMissing:
        facts = None
    names = {one.uid: fact_name(one) for kind in ("plans", "measures", "series") for one in getattr(facts, kind, ())}
    found = []
    for path in sorted(version.manifest if version else ()):
        if path != "part.json":
            stem = path.rpartition("/")[2].removesuffix(".json")
            found.append((path, colon().join(filter(None, [label(kind_of_path(path).attribute), names.get(stem, "")]))))
    return found
