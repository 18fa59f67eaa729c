"""Measures that a committee speaks of, named by their numbers: « 3, 16 » of its plan, « plan-2/4 » of another."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from jalon.office.around import cut, measure_label, published
from jalon.office.forms.rows import joined, listed
from jalon.publication.reader import Reader


@dataclass(frozen=True, slots=True)
class Named:
    """A measure in words, with its public page; no page when nobody published it."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """The published plans by their addresses, their measures by number. `home`: the address of the committee's own plan."""

    home: str = ""
    plans: dict[str, str] = field(default_factory=dict)
    """Title by address."""
    found: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Uids by « address/number »: two measures of a plan may bear one number."""
    tokens: dict[str, str] = field(default_factory=dict)
    names: dict[str, Named] = field(default_factory=dict)

    def read(self, words: str) -> tuple[str, ...]:
        """The uids that the words name; `ValidationError` says which number is none."""
        uids: list[str] = []
        for token in listed(words.replace(";", ",").replace("\n", ",")):
            uids += [token] if token in self.names else [self._one(token)]
        return tuple(dict.fromkeys(uids))

    def _one(self, token: str) -> str:
        key = token if "/" in token else f"{self.home}/{token}"
        found = self.found.get(key, ())
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(
                _("plusieurs mesures portent le numéro «\u00a0%s\u00a0»\u00a0: leur plan ne les distingue pas.") % token
            )
        if not self.home and "/" not in token:
            message = _("«\u00a0%(token)s\u00a0»\u00a0: dites de quel plan, par exemple %(plan)s/%(token)s.")
            raise ValidationError(message % {"token": token, "plan": next(iter(self.plans), "plan")})
        raise ValidationError(_("«\u00a0%s\u00a0» n’est le numéro d’aucune mesure publiée de ce plan.") % token)

    def write(self, uids: Iterable[str]) -> str:
        """The words that name these measures; a uid where there is no number."""
        return joined(self.tokens.get(uid, uid) for uid in uids)

    def named(self, uids: Iterable[str]) -> tuple[Named, ...]:
        """The measures in words; one that nobody published is told by its uid."""
        return tuple(self.names.get(uid) or Named(uid, "") for uid in uids)

    def hint(self) -> str:
        """How to name a measure here."""
        others = ", ".join(slug for slug in self.plans if slug != self.home)
        if not self.plans:
            return _("Aucun plan n’est publié\u00a0: aucune mesure ne peut encore être nommée.")
        own = _("Numéros des mesures, entre virgules\u00a0: 3, 16.") if self.home else ""
        more = _("D’un autre plan, son adresse d’abord\u00a0: %(plan)s/4 (plans\u00a0: %(plans)s).")
        told = more % {"plan": others.partition(",")[0], "plans": others} if others else ""
        return " ".join(filter(None, [own, told]))


def numbers(plan: object = None, kept: Iterable[str] = ()) -> Numbers:
    """The published measures by number; `plan`: the uid of the committee's. `kept`: uids that a record names already."""
    reader = published()
    if reader is None:
        return Numbers(names={uid: Named(uid, "") for uid in kept})
    return _read(reader, str(plan or ""), kept)


def _read(reader: Reader, plan: str, kept: Iterable[str]) -> Numbers:
    slugs = {one.uid: one.slug for one in reader.plans()}
    titles = {one.slug: cut(one.titles[0].text.value if one.titles else one.slug) for one in reader.plans()}
    home = slugs.get(plan, "") or (next(iter(titles)) if len(titles) == 1 else "")
    found: dict[str, list[str]] = defaultdict(list)
    tokens: dict[str, str] = {}
    names = {uid: Named(uid, "") for uid in kept}
    for one in reader.measures_all():
        slug = slugs[one.plan]
        title = one.titles[0].text.value if one.titles else _("intitulé non lu")
        name = measure_label(one.number, title)
        names[one.uid] = Named(name if slug == home else f"{titles[slug]}, {name}", _page(slug, one.number, one.uid))
        if one.number:
            found[f"{slug}/{one.number}"].append(one.uid)
            tokens[one.uid] = one.number if slug == home else f"{slug}/{one.number}"
    alone = {key: tuple(uids) for key, uids in found.items()}
    unique = {uid for uids in alone.values() if len(uids) == 1 for uid in uids}
    return Numbers(home, titles, alone, {uid: words for uid, words in tokens.items() if uid in unique}, names)


def _page(slug: str, number: str | None, uid: str) -> str:
    """The public page of a measure by its number, of an attested item by its uid."""
    return reverse("portal:measure", args=(slug, number)) if number else reverse("portal:item", args=(slug, uid))
