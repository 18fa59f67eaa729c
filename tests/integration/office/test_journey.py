"""A coordinator's first day: she says something with its source, reads again, signs, and the public sees it."""

from collections.abc import Callable

import pytest
from django.test import Client

from jalon.core.models import User
from tests import synthetic
from tests.integration.office.conftest import PASSWORD, SLUG, House

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[User | None], Client]
PART = f"/bureau/parties/{SLUG}/"
MEASURE = f"{PART}sujets/{synthetic.measure_uid(2)}/"


def statement(**said: str) -> dict[str, str]:
    """What the form of a statement sends."""
    blank = {
        "kind": "progress", "known": "given", "said_by": "", "organisation": "", "basis": "", "text": "", "text_wording": "summary",
        "text_lang": "fr", "said": "", "due": "", "valid_until": "", "outcome": "", "scale": "", "counts": "", "total": "",
        "topic": "", "link": "stated", "confidence": "stated", "note": "", "faire": "enregistrer",
        "sources-TOTAL_FORMS": "1", "sources-INITIAL_FORMS": "0", "sources-0-source": "", "sources-0-confidence": "stated",
    }  # fmt: skip
    return blank | said


def add_statement(client: Client, **said: str) -> None:
    """Write a statement about the second measure."""
    values = statement(subject=synthetic.measure_uid(2), **said)
    answer = client.post(f"{PART}fiches/declaration/nouvelle/{synthetic.measure_uid(2)}/", values)
    assert answer.status_code == 302, answer.context["problems"]


def sign(client: Client, reason: str = "Une déclaration de plus.") -> None:
    """Read again, then sign with the password that stands in for the code of a demonstration account."""
    page = client.get(f"{PART}signer/", {"raison": reason})
    hidden = {name: str(page.context["form"][name].value()) for name in ("revision", "digest", "looked_at", "reason")}
    answer = client.post(f"{PART}signer/", hidden | {"seen": "on", "nobody": "on", "password": PASSWORD})
    assert answer.status_code == 302, answer.context["problems"]


def give_sources(client: Client) -> None:
    """The invented part has two statements without source: they get one."""
    page = client.get(PART)
    for one in page.context["page"].unsourced:
        address = f"{PART}fiches/{one.code}/{one.uid}/"
        form = client.get(address).context["form"]
        values = {name: form[name].value() for name in form.fields if isinstance(form[name].value(), str | int)}
        values |= words_of(form)
        values |= {"sources-TOTAL_FORMS": "1", "sources-INITIAL_FORMS": "0", "sources-0-source": synthetic.SOURCE}
        answer = client.post(address, values | {"sources-0-confidence": "stated", "faire": "enregistrer"})
        assert answer.status_code == 302, (one, answer.context["problems"])


def words_of(form: object) -> dict[str, str]:
    """Texts, dates and choices of a form as a browser sends them."""
    from jalon.facts.common import OrgRef, Text, When
    from jalon.office.dates import typed

    found: dict[str, str] = {}
    for name in form.fields:  # type: ignore[attr-defined]
        value = form.initial.get(name)  # type: ignore[attr-defined]
        if isinstance(value, Text):
            found |= {name: value.value, f"{name}_lang": value.lang, f"{name}_wording": value.wording.value}
        elif isinstance(value, When):
            given = typed(value)
            found |= {name: given.words} | ({f"{name}_mots": "on"} if given.keep else {})
        elif isinstance(value, OrgRef):
            found[name] = value.name
        elif name == "counts":
            found[name] = form[name].value() or ""  # type: ignore[index]
    return found


def test_a_statement_with_its_source_is_signed_and_the_public_page_changes(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.signatory)
    give_sources(client)
    sign(client)
    public = "/plans/plan-fictif-2/mesures/2/"
    assert "deux centres ouverts" not in Client().get(public).content.decode()
    source = {"sources-0-source": synthetic.SOURCE, "sources-0-locator": "p. 40"}
    add_statement(
        client,
        text="deux centres ouverts à Lille",
        said="juin 2021",
        said_by="Mission de coordination fictive",
        **source,
    )
    assert "deux centres ouverts" in client.get(f"{PART}apercu{public}").content.decode()
    assert "deux centres ouverts" not in Client().get(public).content.decode()
    sign(client)
    assert "deux centres ouverts à Lille" in Client().get(public).content.decode()
