"""Where a uid is shown: the address that `/id/<uid>/` redirects to, and that search hits and sources link to."""

from jalon.portal.links import Links
from jalon.publication.records import Place


def address(place: Place, links: Links) -> str | None:
    """The page of a place; None when nothing in the portal shows it by itself."""
    match place.kind:
        case "plan":
            return links.to("plan", place.slug or "")
        case "organisations":
            return links.to("organisation", place.slug or "")
        case "series":
            return links.to("series", place.slug or "")
        case "indicator":
            return links.to("indicator", place.slug or "")
        case "answers":
            return links.to("indicator", place.slug) + f"#d-{place.uid}" if place.slug else None
        case "outputs":
            return links.to("output", place.uid)
        case "state":
            return links.to("state", place.slug or "")
        case "evaluation":
            return links.to("evaluation", place.slug or "")
        case "scale" | "crosswalk":
            return links.to("scales") + f"#d-{place.uid}"
        case "claims":
            return links.to("comparison", place.plan) + "#comptes" if place.plan else links.to("evaluations")
        case "recommendation":
            return links.to("recommendation", place.uid) + f"#d-{place.uid}"
        case "promise" | "promise_views":
            return links.to("promises") + f"#d-{place.uid}"
        case "recommendation_answers" | "recommendation_reviews":
            return links.to("recommendation", place.slug or "") + f"#d-{place.uid}"
        case "committee":
            return links.to("committee", place.slug or "")
        case "session" | "decisions":
            return links.to("committee", place.slug) + f"#d-{place.uid}" if place.slug else links.to("committees")
        case "lineages":
            return (
                links.to("lineage", place.plan, place.slug) + f"#d-{place.uid}" if place.plan and place.slug else None
            )
        case "overlap_links":
            return links.to("overlaps") + f"#d-{place.uid}"
        case "sources":
            return links.to("source", place.uid)
        case "acts":
            return links.to("parliament") + f"#a-{place.uid}"
        case "part":
            return links.to("releases")
        case _:
            return _in_plan(place, links)


def _in_plan(place: Place, links: Links) -> str | None:
    if place.plan and place.measure:
        anchor = "" if place.kind == "measure" else f"#d-{place.uid}"
        if place.number:
            return links.to("measure", place.plan, place.number) + anchor
        return links.to("item", place.plan, place.measure) + anchor
    if place.plan:
        return links.to("plan", place.plan) + f"#d-{place.uid}"
    return links.to("means") + f"#d-{place.uid}" if place.kind == "means" else links.to("calendar") + f"#d-{place.uid}"
