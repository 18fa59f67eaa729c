"""Signing, withdrawing, loading. Each body signs for itself: no other body and no operator can do it, delay it or undo it.

A sign-off makes a Release of its own accord, once the transaction is through. Files are written last inside the
transaction: when they cannot be, the database is as it was. A version becomes current after the transaction: when the
database is lost at the last moment, nothing was signed.
"""

import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from jalon.core import audit
from jalon.core import parts as registry
from jalon.core.acting import action
from jalon.core.actions import organisations
from jalon.core.actions import parts as opening
from jalon.core.errors import Conflict, Invalid
from jalon.core.matrix import Permission
from jalon.core.models import Organisation, Part, StoredFile, User
from jalon.core.permissions import require
from jalon.core.storage import open_content
from jalon.facts.directory import DatedName, OrganisationKind
from jalon.facts.known import Known
from jalon.facts.part import PartFacts, PartKind
from jalon.facts.plan import Document
from jalon.facts.validation import ensure_valid
from jalon.publication import aside, held, parts, receiving, releases
from jalon.publication.errors import NotOwner, PreviewOutdated
from jalon.publication.finishing import finish_signed
from jalon.publication.models import SignedVersion, Withdrawn
from jalon.publication.packages import Package
from jalon.publication.parts import PartVersion, Withdrawal
from jalon.publication.reader import default_store, open_reader
from jalon.publication.selectors import facts_of_part, known_besides, name_of, own_key


@action(Permission.SIGN_OFF)
def sign_off_part(
    *, by: User | None, part: Part, expected_revision: int, expected_hash: str, reason: str = ""
) -> PartVersion:
    """Freeze what the part says now, sign it, publish it.

    Refused: `Forbidden` for anybody but the owner's signatory; `Conflict` when somebody wrote after the preview;
    `PreviewOutdated` when what would be signed is not what was previewed; `Invalid` for facts without a source;
    `FactsError` for facts that cannot be signed.
    """
    require(by, Permission.SIGN_OFF, part)
    part = _held(part, expected_revision)
    finish_signed(str(part.uid))
    _refuse_unsourced(part)
    facts = facts_of_part(part, reason)
    ensure_valid(facts, known_besides(str(part.uid)))
    _refuse_borrowed(facts)
    if parts.frozen_hash(default_store(), facts) != expected_hash:
        raise PreviewOutdated(_("Ce qui serait signé n’est plus ce que vous avez relu. Relisez l’aperçu, puis signez."))
    return _signed(part, facts, by)


def _signed(part: Part, facts: PartFacts, by: User | None) -> PartVersion:
    body, now, files = name_of(part.owner), datetime.now(UTC), _files(part, facts)
    audit.record(action="part.sign_off", by=by, part=part, subject=part, changes={"reason": facts.header.reason})

    def record(version: PartVersion) -> None:
        """The last write of the database comes before the version is laid aside."""
        defaults = {
            "number": version.number,
            "signed_at": datetime.fromisoformat(version.signed_at),
            "signer_uid": by.uid if by else None,
            "signer": str(by)[:200] if by else "instance",
            "organisation": body[:300],
            "key": version.signature.key,
            "reason": facts.header.reason,
        }
        SignedVersion.objects.get_or_create(part_uid=part.uid, hash=version.hash, defaults=defaults)

    version = parts.sign_off(
        default_store(), facts, signer=body, at=now, key=own_key(), files=files, record=record, place=aside.lay_aside
    )
    # What fails here is logged, and done by the due job within a minute: the signature stands.
    transaction.on_commit(
        lambda: _publish_signed(version), robust=True
    )  # Django names the function when it fails: a partial has none
    return version


def _publish_signed(version: PartVersion) -> None:
    aside.finish(default_store(), version.part, version.hash)
    publish()


def _files(part: Part, facts: PartFacts) -> held.Files:
    """The files that the part's public documents name, each one handed in for this very part: a hash that somebody
    else's document bears opens nothing. `Invalid` names the documents whose file is not here as they say it is."""
    documents = held.documents_of(facts)
    stored = {row.sha256: row for row in StoredFile.objects.filter(part=part, sha256__in=[d.sha256 for d in documents])}
    message = _("%(label)s : son fichier n’est pas ici. Joignez-le au document, ou retirez le document, puis signez.")
    missing = {d.uid: message % {"label": d.title.value} for d in documents if not _is_stored(d, stored)}
    if missing:
        raise Invalid(missing)
    return {sha: partial(open_content, sha, row.size) for sha, row in stored.items()}


def _is_stored(document: Document, stored: dict[str, StoredFile]) -> bool:
    row = stored.get(document.sha256 or "")
    return row is not None and (document.size, document.media_type) == (row.size, row.media_type)


def publish() -> None:
    """Make the Release of the current part versions."""
    releases.build(default_store(), key=own_key(), at=datetime.now(UTC))


@action(Permission.SIGN_OFF)
def withdraw_documents(
    *, by: User | None, part: Part, expected_revision: int, paths: Iterable[str] = (), reason: str, words: str
) -> Withdrawal:
    """Lay a tombstone over documents of a part (none named: the whole part), in every version ever published.

    `reason` is error, privacy or court; `words` are public. Content and derived indexes lose them at once; an index that
    cannot be made again is logged, and made within a minute by the due job (`finishing.is_withdrawn` tells). The working
    state is left alone: what still holds the same content cannot be signed again.
    """
    require(by, Permission.SIGN_OFF, part)
    part = _held(part, expected_revision)
    if reason not in parts.REASONS:
        raise Invalid({"reason": _("Choisissez : erreur, vie privée ou décision de justice.")})
    if not words.strip():
        raise Invalid({"words": _("Dites pourquoi : le public lira cette phrase.")})
    now = datetime.now(UTC)
    audit.record(action="part.withdraw", by=by, part=part, subject=part, changes={"reason": reason, "words": words})
    chosen = tuple(paths)
    record = Withdrawn.objects.create(
        part_uid=part.uid,
        paths=list(chosen),
        reason=reason,
        words=words,
        withdrawn_at=now,
        by_uid=by.uid if by else None,
        by=str(by) if by else "instance",
    )
    withdrawal = parts.withdraw(
        default_store(), str(part.uid), chosen, reason=reason, words=words, at=now, key=own_key()
    )
    record.paths = list(withdrawal.paths)
    record.save(update_fields=["paths"])
    transaction.on_commit(_purge_and_publish, robust=True)  # what fails here is done by the due job: `releases.settle`
    return withdrawal


def _purge_and_publish() -> None:
    releases.purge(default_store())
    publish()


@action(Permission.EDIT)
def load_facts(*, by: User | None, facts: PartFacts, known: Known | None = None) -> Part:
    """Replace the working state of a part by these facts; opened first when the instance does not know it.

    `known` is what it may refer to: all signed parts unless said. Nothing is published. `FactsError`, `Invalid` or
    `Forbidden` leave the database as it was.
    """
    ensure_valid(facts, known_besides(facts.header.uid) if known is None else known)
    part = Part.objects.filter(uid=facts.header.uid).select_related("owner").first()
    part = part or _opened(by, facts)
    require(by, Permission.EDIT, part)
    registry.load(part, facts, by)
    header = facts.header
    Part.objects.filter(pk=part.pk).update(title=header.title, lang=header.lang, synthetic=header.synthetic)
    part.refresh_from_db()
    return part


@action(Permission.EDIT)
def import_package(
    *, by: User | None, package: Package, expected_revisions: Mapping[str, int] | None = None
) -> tuple[Part, ...]:
    """Load every part of a verified package (`packages.read`) into the working state, all or none.

    Its parts may refer to each other. `expected_revisions`, by uid, are those that the person saw before they chose to
    replace the parts: `Conflict` when somebody wrote since. Without, as from the command line, whatever stands is
    replaced.
    """
    if expected_revisions is not None:
        _refuse_changed(by, package, expected_revisions)
    known = known_besides(*(packed.header.uid for packed in package.parts))
    for packed in package.parts:
        known = known.with_part(packed.outline)
    directory_first = sorted(package.parts, key=lambda packed: packed.header.kind is not PartKind.DIRECTORY)
    loaded = tuple(load_facts(by=by, facts=packed.facts, known=known) for packed in directory_first)
    for part in loaded:
        require(by, Permission.EDIT, part)
    return loaded


def _refuse_changed(by: User | None, package: Package, expected: Mapping[str, int]) -> None:
    uids = [packed.header.uid for packed in package.parts]
    for part in Part.objects.select_for_update(of=("self",)).filter(uid__in=uids).order_by("pk"):
        require(by, Permission.EDIT, part)  # who may not write there is not told whether somebody else did
        if part.revision != (seen := expected.get(str(part.uid), 0)):
            raise Conflict(expected=seen, current=part.revision)


def _opened(by: User | None, facts: PartFacts) -> Part:
    header = facts.header
    return opening.create(
        by=by,
        owner=_owner(by, facts),
        kind=PartKind(header.kind),
        slug=header.slug,
        title=header.title,
        lang=header.lang,
        synthetic=header.synthetic,
        uid=header.uid,
    )


def _owner(by: User | None, facts: PartFacts) -> Organisation:
    """The body that owns the part; the instance itself may add it, a person may not found bodies this way."""
    owner = facts.header.owner
    found = Organisation.objects.filter(uid=owner.uid).first() if owner.uid else None
    if found:
        return found
    if by is not None:
        message = _("L’organisme « %s » n’est pas dans l’instance : demandez à l’exploitant de l’ajouter.")
        raise Invalid({"owner": message % owner.name})
    body = organisations.add(by=None, kind=OrganisationKind.OTHER, names=(DatedName(value=owner.name),))
    if owner.uid:
        Organisation.objects.filter(pk=body.pk).update(uid=uuid.UUID(owner.uid))
        body.refresh_from_db()
    return body


@action(instead="the instance itself, from its command line")
def receive_package(*, package: Package) -> tuple[PartVersion, ...]:
    """Take signed parts of other instances as they are: they keep their signature and are shown as foreign.

    Parts of this instance cannot be replaced this way, unless this instance signed them.
    """
    _refuse_drafts(package)
    for packed in package.parts:
        _refuse_borrowed(packed.outline)
    received = receiving.receive(
        default_store(), package, known_besides(*(packed.header.uid for packed in package.parts))
    )
    audit.record(action="package.receive", by=None, changes={"parts": [version.part for version in received]})
    transaction.on_commit(publish)
    return received


def _refuse_drafts(package: Package) -> None:
    """A part that a body of this instance works on is signed here, by that body: nobody signs it before them."""
    own = {key.id for key in parts.own_keys(default_store())}
    foreign = [item.header.uid for item in package.parts if item.version and item.version.signature.key not in own]
    if draft := Part.objects.filter(uid__in=foreign).first():
        message = _("La partie « %s » appartient à un organisme de cette instance : lui seul la signe.")
        raise NotOwner(message % draft.slug)


def _refuse_borrowed(facts: PartFacts) -> None:
    """The permanent address of another part's fact is not borrowed for a fact of another kind."""
    if releases.current_id(default_store()) is None:
        return
    reader = open_reader()
    said = (
        facts.plans, facts.sections, facts.measures, facts.statements, facts.means, facts.acts, facts.series,
        facts.recommendations, facts.promises, facts.promise_views, facts.committees, facts.sessions, facts.decisions,
    )  # fmt: skip
    for uid in (fact.uid for kind in said for fact in kind):
        owner = reader.owner_of(uid)
        if owner is not None and owner.uid != facts.header.uid:
            message = _("L’identifiant %(uid)s sert déjà dans la partie « %(part)s », publiée : prenez-en un autre.")
            raise NotOwner(message % {"uid": uid, "part": owner.slug})


def _held(part: Part, expected_revision: int) -> Part:
    """The part, its row held until the end; `Conflict` when somebody wrote meanwhile."""
    part = Part.objects.select_for_update(of=("self",)).select_related("owner").get(pk=part.pk)
    if part.revision != expected_revision:
        raise Conflict(expected=expected_revision, current=part.revision)
    return part


def _refuse_unsourced(part: Part) -> None:
    if waiting := registry.unsourced(part):
        message = _("%(label)s : une source est attendue avant de signer.")
        raise Invalid({item.uid: message % {"label": item.label} for item in waiting})
