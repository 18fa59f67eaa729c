"""Taking back what took the place of something else."""

from django.utils.translation import gettext as _

from jalon.core import writing
from jalon.core.acting import action
from jalon.core.errors import Invalid
from jalon.core.models import User
from jalon.core.permissions import Permission, require
from jalon.plans.models import Statement


@action(Permission.EDIT)
def take_back_statement(*, statement: Statement, reason: str, by: User | None, expected_revision: int) -> Statement:
    """Withdraw a statement that took another's place; the other one stands again. Gives the one that stands."""
    require(by, Permission.EDIT, statement.part)
    old: Statement | None = Statement.objects.filter(superseded_by=statement, withdrawn_at=None).first()
    if old is None:
        raise Invalid({"statement": _("Cette déclaration n’en remplace aucune.")})
    if statement.superseded_by_id is not None:
        writing.refuse({"statement": _("Une autre déclaration remplace déjà celle-ci\u00a0: corrigez la dernière.")})
    writing.withdraw(
        statement, by=by, action="plans.take_back_statement", expected_revision=expected_revision, reason=reason
    )
    Statement.objects.filter(superseded_by=statement).update(superseded_by=None)
    old.refresh_from_db()
    return old
