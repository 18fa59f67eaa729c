"""What every test has: no other host, a clean cache; chromium and PostgreSQL where the machine has them."""

import os
import shutil

import pytest
from django.core.management import call_command
from django.utils import translation
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

from tests.network import refuse_other_hosts

refuse_other_hosts()

# No timing in tests: a busy machine must not turn a property test red.
settings.register_profile("jalon", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("jalon")

CHROMIUM = "/usr/bin/chromium"
IN_CI = os.environ.get("CI") == "true"


def _missing(item: pytest.Item) -> str:
    if item.get_closest_marker("browser") and not os.path.exists(CHROMIUM):
        return "no chromium: sudo apt-get install chromium"
    if item.get_closest_marker("postgres") and not os.environ.get("JALON_TEST_DATABASE_URL"):
        return "JALON_TEST_DATABASE_URL is not set: sudo apt-get install postgresql, then make test"
    if item.get_closest_marker("postgres") and not shutil.which("pg_dump"):
        return "no pg_dump: sudo apt-get install postgresql-client"
    return ""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks what lies in tests/browser, and skips what the machine cannot run; `.ci/run` fails on any skip."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker("browser")
        reason = _missing(item)
        if reason:
            item.add_marker(pytest.mark.skip(reason=reason))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test is a failure: the machine lacks what `.ci/run` should have installed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if IN_CI and reporter is not None and reporter.stats.get("skipped") and not session.exitstatus:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The database made from the models, and the one table that only a migration makes: that of the shared cache."""
    with django_db_blocker.unblock():
        call_command("createcachetable", verbosity=0)


def pytest_runtest_teardown() -> None:
    """A page asked for in English leaves its language to the thread: the next test begins in the default one."""
    translation.deactivate()
