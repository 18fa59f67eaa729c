"""The trace is told in words: no raw member, no uid, no English truth value."""

from django.utils.translation import override

from jalon.core.models import AuditEvent
from jalon.office.pages.history import events

ONE, TWO = "0190f6a2-0000-7000-8000-000000000001", "0190f6a2-0000-7000-8000-000000000002"


def told(**changes: object) -> tuple[tuple[str, str, str], ...]:
    with override("fr"):
        return events([AuditEvent(action="evaluation.share_out", actor="Fictive", subject="x", changes=changes)])[
            0
        ].changes


def test_counts_stages_truth_values_and_uids_are_words() -> None:
    assert told(added=3, changed=0) == (("ajouts", "", "3"), ("changements", "", "0"))
    assert told(stage=["prepare", "collect"]) == (("étape", "préparation", "collecte"),)
    assert told(way="link") == (("manière de répondre", "", "lien personnel"),)
    assert told(agreed=True) == (("accord trouvé", "", "oui"),)
    assert told(subjects=[ONE, TWO]) == (("objets", "", "2"),)  # not one thing that became another
    assert told(scale_uid=[ONE, TWO])[0][1:] == ("", "changé")
    assert told(user=ONE, _before={"text": "secret"}) == ()
