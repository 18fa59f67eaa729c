"""Bodies as facts name them."""

from jalon.core.models import Organisation
from jalon.facts.common import OrgRef


def body_name(body: Organisation, lang: str = "") -> str:
    """The last name that a body bears, with `lang` the last one in that language if it has one. No query when its names
    were read before."""
    names = list(body.names.all())
    own = [name for name in names if lang and name.until is None and name.lang[:2] == lang[:2]]
    return (own or names)[-1].value if names else body.slug


def org_ref(body: Organisation) -> OrgRef:
    """A body as what it declares names it: by its uid if a directory describes it, else by its name alone. What only
    this instance knows could not be looked up by who reads the signed part."""
    return OrgRef(name=body_name(body), uid=str(body.uid) if body.part_id is not None else None)


def is_body(ref: OrgRef | None, body: Organisation) -> bool:
    """Whether a name in a fact is that of a body."""
    if ref is None:
        return False
    return ref.uid == str(body.uid) if ref.uid else ref.name == body_name(body)
