"""Personal links: what one opens, for how long, and that nothing is learned from one that opens nothing."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from jalon.core.errors import Conflict, Invalid, TooMany
from jalon.core.logs import masked
from jalon.core.models import Outbox
from jalon.reporting import actions, selectors
from jalon.reporting.links import LOOK_UPS, hash_of, new_link
from jalon.reporting.merging.model import form_line
from jalon.reporting.models import Campaign, Draft, Link
from tests.integration.reporting.conftest import House, ask_of

NOW = datetime(2026, 11, 13, 9, 0, tzinfo=UTC)
END = datetime(2026, 12, 2, 22, 59, tzinfo=UTC)
"""The last minute, in Paris, of the seventh day after the closing of 25 November."""
HERE = "192.0.2.1"


@pytest.fixture
def token(campaign: Campaign) -> str:
    """The link in the letter to body C."""
    letter = Outbox.objects.get(recipient="referent-c@exemple.fr")
    found = re.search(r"/retour/([\w-]+)/", letter.body)
    assert found
    return found[1]


def refused(token: str, now: datetime = NOW) -> str:
    """What somebody reads who holds a link that opens nothing."""
    with pytest.raises(Invalid) as caught:
        selectors.answer_page_by_link(token, address=HERE, now=now)
    return caught.value.problems["link"]


def test_a_token_has_256_random_bits_is_kept_as_a_hash_and_hidden_in_logs(campaign: Campaign, token: str) -> None:
    assert len(token) == 2 + 43
    assert Link.objects.filter(token_hash=hash_of(token)).exists()
    assert not Link.objects.filter(token_hash__contains=token).exists()
    assert token not in masked(f"GET /retour/{token}/")


def test_the_link_opens_the_lines_of_its_body_and_no_others(house: House, campaign: Campaign, token: str) -> None:
    page = selectors.answer_page_by_link(token, address=HERE, now=NOW)
    assert (page.body, len(page.lines), page.open, page.synthetic) == ("Organisme C", 1, True, True)


def test_the_first_opening_is_kept_and_the_later_ones_are_not(campaign: Campaign, token: str) -> None:
    actions.open_by_link(token=token, address=HERE, now=NOW)
    actions.open_by_link(token=token, address=HERE, now=NOW + timedelta(days=1))
    assert ask_of(campaign, "C").opened_at == NOW


def test_a_link_is_good_until_the_seventh_day_after_the_closing(house: House, campaign: Campaign, token: str) -> None:
    assert selectors.answer_page_by_link(token, address=HERE, now=END).until == END + timedelta(minutes=1)
    refused(token, END + timedelta(minutes=1))
    c = ask_of(campaign, "C")
    actions.edit_ask(ask=c, due=campaign.closes + timedelta(days=5), by=house.editor, expected_revision=c.revision)
    selectors.answer_page_by_link(token, address=HERE, now=END + timedelta(days=5))


def test_wrong_revoked_withdrawn_and_late_links_say_the_same(house: House, campaign: Campaign, token: str) -> None:
    wrong = refused("R7" + "x" * 43)
    late = refused(token, END + timedelta(days=1))
    c = ask_of(campaign, "C")
    actions.withdraw_ask(ask=c, reason="Erreur", by=house.editor, expected_revision=c.revision)
    withdrawn = refused(token)
    actions.restore_ask(ask=c, by=house.editor, expected_revision=c.revision)
    assert actions.revoke_links(ask=c, by=house.editor, expected_revision=c.revision) == 1
    assert {wrong, late, withdrawn, refused(token)} == {wrong}


def test_guessing_is_counted_by_address_even_where_the_write_is_refused(campaign: Campaign) -> None:
    for _attempt in range(LOOK_UPS):
        with pytest.raises(Invalid):
            actions.open_by_link(token="R7wrong", address=HERE, now=NOW)
    with pytest.raises(TooMany):
        actions.open_by_link(token="R7wrong", address=HERE, now=NOW)
    with pytest.raises(Invalid):
        actions.open_by_link(token="R7wrong", address="192.0.2.2", now=NOW)


def test_two_people_with_one_link_meet_with_both_texts(campaign: Campaign, token: str) -> None:
    key = ask_of(campaign, "C").lines.get().key
    first = actions.save_draft_by_link(
        token=token, address=HERE, answers=[form_line(key, {"progress": "Un"})], expected_revision=0, now=NOW
    )
    with pytest.raises(Conflict) as caught:
        actions.save_draft_by_link(
            token=token, address=HERE, answers=[form_line(key, {"progress": "Deux"})], expected_revision=0, now=NOW
        )
    [field] = caught.value.fields
    assert (field.field, field.current, field.submitted) == (f"{key}.progress", "Un", "Deux")
    assert Draft.objects.get().lines == first.lines


def test_a_body_answers_and_its_hierarchy_validates_by_link(house: House, campaign: Campaign, token: str) -> None:
    key = ask_of(campaign, "C").lines.get().key
    draft = actions.save_draft_by_link(
        token=token, address=HERE, answers=[form_line(key, {}, nothing=True)], expected_revision=0, now=NOW
    )
    ret = actions.return_by_link(
        token=token, address=HERE, expected_revision=draft.revision, sent_by="Référente C", now=NOW
    )
    assert (ret.way, ret.sent_by, ret.received_at) == ("link", "Référente C", NOW)
    c = ask_of(campaign, "C")
    actions.validate_by_link(
        token=token,
        address=HERE,
        name="Mme Exemple",
        function="cheffe de bureau",
        expected_revision=c.revision,
        now=NOW,
    )
    row = next(
        row for row in selectors.campaign_page(campaign.slug, house.editor, NOW).asks if row.body == "Organisme C"
    )
    assert (row.state, row.nothing, row.validated_as) == ("validated", 1, "cheffe de bureau")


def test_the_workbook_comes_back_by_the_link(house: House, campaign: Campaign, token: str) -> None:
    from tests.integration.reporting.conftest import edited, put

    data = edited(ask_of(campaign, "C"), lambda sheet: put(sheet, 3, progress="Un centre ouvert"))
    ret = actions.upload_by_link(token=token, address=HERE, data=data, name="../retour C.xlsx", now=NOW)
    assert (ret.way, ret.file_name, ret.cells.exclude(choices=[]).count()) == ("link", "retour C.xlsx", 1)


def test_each_letter_brings_a_link_of_its_own_and_the_earlier_stay_good(campaign: Campaign, token: str) -> None:
    other = new_link(ask_of(campaign, "C"))
    assert other != token
    assert selectors.answer_page_by_link(other, address=HERE, now=NOW).body == "Organisme C"
    assert selectors.answer_page_by_link(token, address=HERE, now=NOW).body == "Organisme C"


def test_an_odd_line_or_column_is_refused(campaign: Campaign, token: str) -> None:
    key = ask_of(campaign, "C").lines.get().key
    for answer in (form_line("AUTRE", {}), form_line(key, {"secret": "x"}), form_line(key, {"progress": "x" * 20_001})):
        with pytest.raises(Invalid):
            actions.save_draft_by_link(token=token, address=HERE, answers=[answer], expected_revision=0, now=NOW)
    assert not Draft.objects.exists()
