"""What a link may start a new record from: choices and numbers; whatever else an address says is left out."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from jalon.core.models import User
from jalon.office.evaluating_fiches import EVALUATION, IN_PART
from jalon.office.fiches import FICHES
from tests.integration.office.conftest import SLUG, House

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SignIn = Callable[[User | None], Client]
ROWS = {"sources-TOTAL_FORMS": "0", "sources-INITIAL_FORMS": "0", "faire": "enregistrer"}


def test_an_unknown_word_in_the_address_of_a_form_breaks_it_neither_when_read_nor_when_sent(
    house: House, sign_in: SignIn
) -> None:
    client = sign_in(house.editor)
    alone = [one for one in FICHES.values() if one.about or not one.owners]
    kinds = [("add", one) for one in alone] + [("new_in_part", one) for one in IN_PART.values()]
    kinds.append(("new_evaluation", EVALUATION))
    opened = 0
    for name, kind in kinds:
        asked = "&".join(f"{field}=mot-force" for field in (*kind.form.base_fields, "nobody"))
        code = () if name == "new_evaluation" else (kind.code,)
        where = f"{reverse(f'office:{name}', args=(SLUG, *code))}?{asked}"
        page = client.get(where)
        if page.status_code == 404:  # what a part of plans does not keep
            continue
        opened += 1
        assert page.status_code == 200, kind.code
        sent = client.post(where, {**ROWS, **dict.fromkeys(kind.form.base_fields, "mot-force"), "title": "Un titre"})
        assert sent.status_code in (302, 422), kind.code
    assert opened >= 4
