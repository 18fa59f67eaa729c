"""One right call of every action of the room: what permission tests enumerate. Each starts from what it needs."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from jalon.facts.common import Text, When
from jalon.facts.output import OutputType
from jalon.reporting import actions
from jalon.reporting.columns import OUTPUTS, PROGRESS, standard
from jalon.reporting.merging.model import FormLine, form_line
from jalon.reporting.models import Ask, Campaign, FrozenState, Return, ReturnedCell
from tests.integration.reporting.conftest import House, ask_of, edited, make_campaign, put, subjects
from tests.synthetic import measure_uid

NOW = datetime(2026, 11, 13, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Start:
    """What calls start from: an open campaign; one in preparation; as the instance itself, so that nobody is needed."""

    house: House
    campaign: Campaign

    @property
    def draft(self) -> Campaign:
        made = make_campaign(self.house, slug="en-preparation")
        actions.add_ask(
            campaign=made, body=self.house.bodies["C"], subjects=subjects(2), by=None, contact="c@exemple.fr"
        )
        made.refresh_from_db()
        return made

    def ask(self, letter: str = "A") -> Ask:
        return ask_of(self.campaign, letter)

    def answers(self, letter: str = "A") -> tuple[FormLine, ...]:
        return (form_line(self.ask(letter).lines.order_by("order")[0].key, {"progress": "Douze"}),)

    def workbook(self, letter: str = "B", **cells: Any) -> bytes:
        return edited(self.ask(letter), lambda sheet: put(sheet, 3, **(cells or {"progress": "Douze"})))

    def returned(self, **cells: Any) -> Return:
        return actions.receive_workbook(
            campaign=self.campaign, data=self.workbook(**cells), name="b.xlsx", by=None, now=NOW
        )

    def written(self) -> Return:
        ret = self.returned()
        return actions.write_return(ret=ret, by=None, expected_revision=ret.revision)

    def told(self) -> ReturnedCell:
        """The words in which a body told of outputs, its return written."""
        columns = (*self.campaign.columns, standard(OUTPUTS))
        Campaign.objects.filter(pk=self.campaign.pk).update(columns=columns)
        self.campaign.refresh_from_db()
        ask = self.ask("C")
        answer = form_line(ask.lines.get().key, {OUTPUTS: "Deux formations à Lyon"})
        ret = actions.note_answer(
            ask=ask, answers=(answer,), sent_by="C", by=None, expected_revision=ask.revision, now=NOW
        )
        actions.write_return(ret=ret, by=None, expected_revision=ret.revision)
        return ret.cells.select_related("ret__ask__campaign__part__owner", "line").get(column=OUTPUTS)

    def aside(self) -> Return:
        ret = self.returned()
        return actions.set_aside(ret=ret, reason="Essai", by=None, expected_revision=ret.revision)

    def drafted(self) -> int:
        draft = actions.save_draft(ask=self.ask(), answers=self.answers(), by=None, expected_revision=0)
        return draft.revision

    def back(self) -> Ask:
        actions.return_answers(ask=self.ask(), by=None, expected_revision=self.drafted(), now=NOW)
        return self.ask()

    def validated(self) -> Ask:
        ask = self.back()
        return actions.validate_answers(ask=ask, name="N", function="f", by=None, expected_revision=ask.revision)

    def frozen(self) -> FrozenState:
        self.campaign.refresh_from_db()
        return actions.freeze_state(campaign=self.campaign, by=None, expected_revision=self.campaign.revision)


def calls(start: Start) -> dict[str, Callable[[], dict[str, Any]]]:
    """By action: what makes its arguments, `by` left out."""

    def revised(row: Any, **more: Any) -> dict[str, Any]:
        return {"expected_revision": row.revision, **more}

    def of_campaign(**more: Any) -> dict[str, Any]:
        return revised(start.campaign, campaign=start.campaign, **more)

    def of_ask(ask: Ask, **more: Any) -> dict[str, Any]:
        return revised(ask, ask=ask, **more)

    def of_return(ret: Return, **more: Any) -> dict[str, Any]:
        return revised(ret, ret=ret, **more)

    def closed() -> dict[str, Any]:
        actions.close_campaign(campaign=start.campaign, by=None, expected_revision=start.campaign.revision)
        return of_campaign()

    def withdrawn_campaign() -> dict[str, Any]:
        actions.withdraw_campaign(
            campaign=start.campaign, reason="Essai", by=None, expected_revision=start.campaign.revision
        )
        return of_campaign()

    def withdrawn_ask() -> dict[str, Any]:
        ask = start.ask("C")
        return of_ask(actions.withdraw_ask(ask=ask, reason="Essai", by=None, expected_revision=ask.revision))

    def reminder() -> dict[str, Any]:
        row = actions.plan_reminder(campaign=start.campaign, at=LATER, by=None)
        return revised(row, reminder=row)

    def undecided() -> dict[str, Any]:
        ret = start.returned(deadline="mi-novembre 2026")
        cell = ret.cells.exclude(choices=[]).get()
        return of_return(ret, decisions={cell.pk: "text_only"})

    def decided() -> dict[str, Any]:
        ret = start.returned()
        return of_return(ret, cells=[cell.pk for cell in ret.cells.all()])

    def line() -> dict[str, Any]:
        row = start.ask("B").lines.order_by("order")[0]
        return revised(row, line=row, column="progress", text="Dix")

    def matrix() -> dict[str, Any]:
        asks = [start.ask("A"), start.ask("C")]
        return {
            "campaign": start.campaign,
            "asked": {ask: subjects(1, 2) for ask in asks},
            "expected_revision": {ask.uid: ask.revision for ask in asks},
        }

    def told(**more: Any) -> dict[str, Any]:
        return {"cell": start.told(), "expected_revision": 0, **more}

    def dismissed() -> dict[str, Any]:
        row = actions.dismiss_output(cell=start.told(), reason="Essai", by=None, expected_revision=0)
        return revised(row, decision=row)

    def drafting(draft: Campaign) -> dict[str, Any]:
        return revised(draft, campaign=draft)

    def frozen() -> dict[str, Any]:
        state = start.frozen()
        return revised(state, state=state)

    def new_campaign() -> dict[str, Any]:
        return {
            "part": start.house.part, "plan": uuid.UUID(make_campaign(start.house, slug="autre").plan_uid.hex),
            "slug": "nouvelle", "title": Text(value="Nouvelle"), "session": start.campaign.session,
            "period": start.campaign.period, "closes": date(2027, 5, 1), "columns": (standard(PROGRESS),),
        }  # fmt: skip

    return {
        "add_ask": lambda: {
            "campaign": start.draft,
            "body": start.house.bodies["A"],
            "subjects": subjects(1),
            "contact": "a@exemple.fr",
        },
        "cancel_reminder": reminder,
        "close_campaign": of_campaign,
        "consolidate": lambda: {
            "campaign": start.campaign,
            "subject": uuid.UUID(measure_uid(1)),
            "text": Text(value="Une phrase."),
            "expected_revision": 0,
        },
        "correct_line": line,
        "create_campaign": new_campaign,
        "decide": undecided,
        "dismiss_output": lambda: told(reason="Ce n’est qu’un projet"),
        "edit_ask": lambda: of_ask(start.ask(), due=date(2026, 11, 30)),
        "edit_campaign": lambda: of_campaign(closes=date(2026, 11, 30)),
        "freeze_state": of_campaign,
        "note_answer": lambda: of_ask(start.ask("C"), answers=start.answers("C"), sent_by="Référente C"),
        "open_ask": lambda: {"ask": start.ask()},
        "open_campaign": lambda: drafting(start.draft),
        "plan_reminder": lambda: {"campaign": start.campaign, "at": LATER},
        "propose_output_again": dismissed,
        "receive_workbook": lambda: {"campaign": start.campaign, "data": start.workbook(), "name": "b.xlsx"},
        "reopen_campaign": closed,
        "restore_ask": withdrawn_ask,
        "restore_campaign": withdrawn_campaign,
        "return_answers": lambda: {"ask": start.ask(), "expected_revision": start.drafted()},
        "revoke_links": lambda: of_ask(start.ask("C")),
        "save_draft": lambda: {"ask": start.ask(), "answers": start.answers(), "expected_revision": 0},
        "send_ask": lambda: of_ask(start.ask("C")),
        "set_aside": lambda: of_return(start.returned(), reason="Essai"),
        "set_matrix": matrix,
        "set_subjects": lambda: of_ask(start.ask(), subjects=subjects(1)),
        "take_up": lambda: of_return(start.aside()),
        "take_output": lambda: told(
            type=OutputType.TRAINING, title=Text(value="Formation"), when=When(edtf="2026-06"), source_to_find=True
        ),
        "undecide": decided,
        "undo_return": lambda: of_return(start.written()),
        "unfreeze_state": frozen,
        "unvalidate_answers": lambda: of_ask(start.validated()),
        "upload_workbook": lambda: {"ask": start.ask(), "data": start.workbook("A"), "name": "a.xlsx"},
        "validate_answers": lambda: of_ask(start.back(), name="M. Exemple", function="directeur"),
        "withdraw_ask": lambda: of_ask(start.ask("C"), reason="Essai"),
        "withdraw_campaign": lambda: of_campaign(reason="Essai"),
        "write_return": lambda: of_return(start.returned()),
    }
