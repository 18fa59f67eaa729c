"""Every write of something that exists says on which revision it was made; those that only create are listed."""

import inspect

import pytest

from jalon.core.actions import accounts, hand_over, invitations
from jalon.core.actions.leaving import end_membership
from jalon.core.enums import Role
from jalon.core.errors import Conflict
from tests.integration.core import make
from tests.integration.core.permission_matrix import every_action

CREATES = "makes a record that nobody else holds yet"
WHOLE = "replaces a whole part by a package: revisions rise, so that open forms meet a conflict"
ONCE = "takes up an offer by a link that serves once"
SAME = "gives what is not yet given; twice is the same"
EXEMPT = {
    "jalon.commitments.actions.acts.add_act": CREATES,
    "jalon.commitments.actions.committees.add_committee": CREATES,
    "jalon.commitments.actions.committees.add_decision": CREATES,
    "jalon.commitments.actions.committees.add_document": CREATES,
    "jalon.commitments.actions.committees.add_session": CREATES,
    "jalon.commitments.actions.lineages.link_measures": CREATES,
    "jalon.commitments.actions.lineages.link_overlap": CREATES,
    "jalon.commitments.actions.promises.make_promise": CREATES,
    "jalon.commitments.actions.promises.view_promise": CREATES,
    "jalon.commitments.actions.recommendations.add_recommendation": CREATES,
    "jalon.commitments.actions.recommendations.answer_recommendation": CREATES,
    "jalon.commitments.actions.recommendations.review_recommendation": CREATES,
    "jalon.core.actions.accounts.create_operator": CREATES,
    "jalon.core.actions.comments.add": CREATES,
    "jalon.core.actions.invitations.accept": ONCE,
    "jalon.core.actions.invitations.invite": CREATES,
    "jalon.core.actions.memberships.grant": SAME,
    "jalon.core.actions.organisations.add": CREATES,
    "jalon.core.actions.parts.create": CREATES,
    "jalon.core.actions.sources.add": SAME,
    "jalon.core.actions.sources.put_back": CREATES,
    "jalon.core.storage.put": SAME,
    "jalon.evaluation.actions.assessment.add_evidence": CREATES,
    "jalon.evaluation.actions.assessment.assess": CREATES,
    "jalon.evaluation.actions.evaluation.add_evaluation": CREATES,
    "jalon.evaluation.actions.scale.add_claim": CREATES,
    "jalon.evaluation.actions.scale.add_crosswalk": CREATES,
    "jalon.evaluation.actions.scale.add_scale": CREATES,
    "jalon.evaluation.actions.taking.take_evaluation": CREATES,
    "jalon.office.assessment_runs.keep_mapping": SAME,
    "jalon.office.assessment_runs.open_table": CREATES,
    "jalon.office.assessment_runs.take_table": CREATES,
    "jalon.office.assessor_workbooks.receive_workbook": CREATES,
    "jalon.office.assessor_workbooks.send_workbook": CREATES,
    "jalon.office.blind_workbooks.receive_blind": CREATES,
    "jalon.office.blind_workbooks.send_blind": CREATES,
    "jalon.plans.actions.indicator.add_indicator": CREATES,
    "jalon.plans.actions.indicator.answer_indicator": CREATES,
    "jalon.plans.actions.measure.add_measure": CREATES,
    "jalon.plans.actions.output.add_output": CREATES,
    "jalon.plans.actions.pieces.add_document": CREATES,
    "jalon.plans.actions.pieces.add_means": CREATES,
    "jalon.plans.actions.pieces.add_step": CREATES,
    "jalon.plans.actions.plan.add_event": CREATES,
    "jalon.plans.actions.plan.add_overlap": CREATES,
    "jalon.plans.actions.plan.add_stated_number": CREATES,
    "jalon.plans.actions.plan.add_title": CREATES,
    "jalon.plans.actions.plan.create_plan": CREATES,
    "jalon.plans.actions.section.add_section": CREATES,
    "jalon.plans.actions.series.add_series": CREATES,
    "jalon.plans.actions.statement.make_statement": CREATES,
    "jalon.plans.actions.undo.put_back_piece": CREATES,
    "jalon.plans.import_runs.open_run": CREATES,
    "jalon.plans.import_runs.save_profile": SAME,
    "jalon.publication.actions.import_package": WHOLE,
    "jalon.publication.actions.load_facts": WHOLE,
    "jalon.publication.actions.receive_package": WHOLE,
    "jalon.reports.runs.ask": CREATES,
    "jalon.reporting.actions.answers.open_ask": SAME,
    "jalon.reporting.actions.asks.add_ask": CREATES,
    "jalon.reporting.actions.campaign.create_campaign": CREATES,
    "jalon.reporting.actions.campaign.plan_reminder": CREATES,
    "jalon.reporting.actions.returns.receive_workbook": CREATES,
    "jalon.reporting.actions.returns.upload_workbook": CREATES,
}


def test_every_action_that_changes_something_says_on_which_revision() -> None:
    bare = {name for name, run in every_action() if "expected_revision" not in inspect.signature(run).parameters}
    assert bare == EXEMPT.keys()


def test_the_revision_is_never_left_to_a_default() -> None:
    found = [inspect.signature(run).parameters.get("expected_revision") for _name, run in every_action()]
    assert {one.default for one in found if one is not None} == {inspect.Parameter.empty}


def test_a_role_ended_on_an_older_revision_meets_a_conflict(db: None) -> None:
    body = make.body()
    make.signatory(body)
    role = make.role_of(make.member(body, Role.EDITOR), body)
    with pytest.raises(Conflict):
        end_membership(by=None, membership=role, expected_revision=role.revision + 1)
    role.refresh_from_db()
    assert role.ended_at is None


def test_a_leaving_on_an_older_revision_of_the_account_changes_nothing(db: None) -> None:
    body = make.body()
    user = make.signatory(body)
    accounts.change_profile(by=user, user=user, expected_revision=1, display_name="Autre", language="fr")
    make.signatory(body)
    with pytest.raises(Conflict):
        hand_over(by=user, leaver=user, expected_revision=1)
    user.refresh_from_db()
    assert (user.is_active, make.role_of(user, body).ended_at) == (True, None)


def test_an_invitation_is_revoked_on_the_revision_that_was_read(db: None) -> None:
    body = make.body()
    offer = invitations.invite(by=make.signatory(body), email="a@exemple.fr", role=Role.READER, organisation=body)
    with pytest.raises(Conflict):
        invitations.revoke(by=None, invitation=offer, expected_revision=2)
    invitations.revoke(by=None, invitation=offer, expected_revision=1)
    offer.refresh_from_db()
    assert offer.revoked_at is not None


def test_a_profile_written_on_an_older_revision_meets_both_texts(db: None) -> None:
    user = make.signatory(make.body())
    accounts.change_profile(by=user, user=user, expected_revision=1, display_name="Un", language="fr")
    with pytest.raises(Conflict) as met:
        accounts.change_profile(by=user, user=user, expected_revision=1, display_name="Deux", language="fr")
    assert [(f.field, f.current, f.submitted) for f in met.value.fields] == [("display_name", "Un", "Deux")]
