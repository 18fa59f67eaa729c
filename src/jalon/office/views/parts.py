"""What is to be done, the list of parts, the page of a part, its plans and what is said of each thing."""

import uuid

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jalon.core.enums import Role
from jalon.core.guards import needs_somewhere, signed_in_view
from jalon.core.matrix import Permission
from jalon.core.models import Part
from jalon.core.permissions import allowed, holds_somewhere, live_memberships, may_edit, may_sign_off
from jalon.facts.part import PartKind
from jalon.office.doors import of_part
from jalon.office.fiches import FOLLOWING
from jalon.office.frame import frame, name_of, user_of
from jalon.office.pages import plan as plan_pages
from jalon.office.pages import subject as subject_pages
from jalon.office.pages.comments import mentions
from jalon.office.pages.committees import meetings
from jalon.office.pages.differences import differences, last_signed
from jalon.office.pages.parts import part_page, part_rows
from jalon.office.pages.work import asked_of, not_delivered, to_decide
from jalon.plans.models import Plan
from jalon.plans.selectors.plan import my_plans
from jalon.publication.selectors import facts_of_part


@signed_in_view
def home(request: HttpRequest) -> HttpResponse:
    """What is to be done in the person's parts, and in which bodies they have which role."""
    user = user_of(request)
    roles = live_memberships(user).select_related("organisation").order_by("id")
    bodies = tuple(
        (name_of(row.organisation) if row.organisation else _("l’instance"), Role(row.role).label) for row in roles
    )
    operates = allowed(user, Permission.SEE_INSTANCE)
    waiting = {
        "asks": asked_of(user, timezone.localdate()), "merges": to_decide(user), "undelivered": not_delivered(user),
        "mentions": mentions(user), "meetings": meetings(user),
    }  # fmt: skip
    context = {"rows": part_rows(user, counted=True), "bodies": bodies, "operates": operates} | waiting
    return render(request, "office/home.html", frame(request, None, _("À faire"), section="home") | context)


@needs_somewhere(Permission.VIEW_DRAFT)
def parts(request: HttpRequest) -> HttpResponse:
    """The parts of the person's teams."""
    user = user_of(request)
    context = {"rows": part_rows(user), "may_open": holds_somewhere(user, Permission.EDIT)}
    return render(request, "office/parts.html", frame(request, None, _("Parties")) | context)


@needs_somewhere(Permission.VIEW_DRAFT)
def plans(request: HttpRequest) -> HttpResponse:
    """The plans of the person's teams."""
    context = {"rows": my_plans(user_of(request))}
    return render(request, "office/plans.html", frame(request, None, _("Plans"), section="plans") | context)


@needs_somewhere(Permission.VIEW_DRAFT)
def organisations(request: HttpRequest) -> HttpResponse:
    """The directory parts of the person's teams."""
    mine = Part.objects.visible_to(user_of(request)).filter(kind=PartKind.DIRECTORY)
    rows = tuple(mine.annotate(n=Count("organisations")).values("slug", "title", "n"))
    return render(
        request,
        "office/directories.html",
        frame(request, None, _("Organismes"), section="organisations") | {"rows": rows},
    )


@of_part(Permission.VIEW_DRAFT)
def part(request: HttpRequest, part: Part) -> HttpResponse:
    """One part: what it holds, what changed, what keeps it from being signed, who sees it."""
    user = user_of(request)
    facts = facts_of_part(part)
    page = part_page(part, facts, differences(part, facts))
    rights = {"may_edit": may_edit(user, part), "may_sign": may_sign_off(user, part)}
    kinds = {"has_plans": part.kind == PartKind.PLAN, "has_subjects": part.kind in (PartKind.PLAN, PartKind.DECLARATIONS),
             "has_acts": part.kind in (PartKind.ACTS, PartKind.COMMITMENTS), "follows": PartKind(part.kind) in FOLLOWING,
             "has_series": part.kind == PartKind.STATISTICS or PartKind(part.kind) in FOLLOWING,
             "has_bodies": part.kind == PartKind.DIRECTORY}  # fmt: skip
    return render(request, "office/part.html", frame(request, part, part.title) | {"page": page} | rights | kinds)


@of_part(Permission.VIEW_DRAFT)
def plan(request: HttpRequest, part: Part, plan: str) -> HttpResponse:
    """A plan with all its measures."""
    user = user_of(request)
    last = last_signed(part)
    try:
        page = plan_pages.build(part, plan, user, last.at if last else None)
    except Plan.DoesNotExist:
        raise Http404 from None
    base = reverse("office:subject", args=(part.slug, page.uid)).removesuffix(f"{page.uid}/")
    level = reverse("office:edit", args=(part.slug, "niveau", page.uid)).removesuffix(f"{page.uid}/")
    bases = {"base": base, "level_base": level if page.may_edit else ""}
    context = {"page": page, "may_edit": page.may_edit} | bases
    return render(request, "office/plan.html", frame(request, part, page.title, section="plans") | context)


@of_part(Permission.VIEW_DRAFT)
def subject(request: HttpRequest, part: Part, uid: uuid.UUID) -> HttpResponse:
    """A measure, a section, a plan: what the part says of it."""
    user = user_of(request)
    page = subject_pages.build(part, uid, user, timezone.localdate())
    title = " ".join(filter(None, [page.label, page.number]))
    back = reverse("office:plan", args=(part.slug, page.plan_slug)) if page.own and page.plan_slug else ""
    context = {"page": page, "may_edit": may_edit(user, part)}
    return render(
        request,
        "office/subject.html",
        frame(request, part, title, section="plans", back_to=back, back_words=_("Plan")) | context,
    )


@of_part(Permission.EDIT)
def subjects(request: HttpRequest, part: Part) -> HttpResponse:
    """Everything that can be spoken of: plans, sections and measures, the part's and those that others published."""
    from jalon.office.around import around

    found = around(part, user_of(request), asks=frozenset({"subjects"})).subjects
    groups = tuple((name, held) for name, held in found if name and not isinstance(held, str))
    return render(request, "office/subjects.html", frame(request, part, _("De quoi parler")) | {"groups": groups})
