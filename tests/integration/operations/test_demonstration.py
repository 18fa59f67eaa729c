"""The demonstration: the French data, one Release, six accounts, an open campaign, made again at will."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.integration.operations.conftest import Instance

pytestmark = pytest.mark.sqlite
ACCOUNTS = {"signatory", "editor", "reader", "committee", "operator", "respondent"}


@pytest.fixture(scope="session")
def demonstrated(template: Instance, tmp_path_factory: pytest.TempPathFactory) -> Instance:
    """Made once; tests that change it copy it. Starts from a set-up without accounts, to save the migrations."""
    instance = template.copy(tmp_path_factory.mktemp("demo") / "var")
    instance.python("from jalon.core.models import *; Membership.objects.all().delete()\nUser.objects.all().delete()")
    for name in ("publication", "files"):
        (instance.var / name).rename(instance.var / f"{name}-of-template")
    (instance.var / "setup.json").unlink()
    instance.run("setup", "--demo")
    return instance


@pytest.fixture
def demo(demonstrated: Instance, tmp_path: Path) -> Instance:
    return demonstrated.copy(tmp_path / "var")


def releases_of(instance: Instance) -> list[str]:
    """The ids of all Releases, read from the store."""
    log = instance.var / "publication/log.json"
    return [entry["id"] for entry in json.loads(log.read_text())] if log.exists() else []


def passwords_of(instance: Instance) -> dict[str, str]:
    return json.loads((instance.var / "keys/demo-accounts.json").read_text())


def test_one_account_a_role_is_made_and_printed(demonstrated: Instance) -> None:
    accounts = demonstrated.json("demo", "accounts")
    assert accounts == {f"{role}@demo.invalid": password for role, password in passwords_of(demonstrated).items()}
    assert demonstrated.accounts() == sorted(accounts)
    assert {address.split("@")[0] for address in accounts} == ACCOUNTS


def test_the_printed_passwords_are_the_accounts_and_nobody_else_reads_them(demonstrated: Instance) -> None:
    done = demonstrated.python(
        "import json, sys; from jalon.core.models import User\n"
        "for role, password in json.loads(sys.argv[1]).items():\n"
        "    user = User.objects.get(email=role + '@demo.invalid')\n"
        "    assert user.demo and user.check_password(password), role",
        json.dumps(passwords_of(demonstrated)),
    )
    assert done.returncode == 0, done.stderr
    assert (demonstrated.var / "keys/demo-accounts.json").stat().st_mode & 0o077 == 0


def test_one_release_of_all_parts_is_published_and_verifies(demonstrated: Instance) -> None:
    (release,) = demonstrated.json("release", "list")
    assert release["parts"] == 12
    report = demonstrated.json("release", "verify")
    assert report["ok"] and report["problems"] == [] and report["subject"] == release["id"]


def test_its_campaign_is_open_and_each_body_stands_elsewhere(demonstrated: Instance) -> None:
    done = demonstrated.python(
        "import json\n"
        "from jalon.core.models import User\n"
        "from jalon.core.permissions import Permission, allowed\n"
        "from jalon.reporting.models import Campaign\n"
        "campaign = Campaign.objects.get()\n"
        "asks = {ask.body.slug[-1]: ask for ask in campaign.asks.select_related('body')}\n"
        "print(json.dumps({\n"
        "    'open': campaign.state == 'open' and campaign.part.synthetic,\n"
        "    'fictional': all(ask.body.fictional for ask in asks.values()),\n"
        "    'opened': sorted(key for key, ask in asks.items() if ask.opened_at),\n"
        "    'returned': {key: ask.returns.get().way for key, ask in asks.items() if ask.returns.exists()},\n"
        "    'may': [allowed(User.objects.get(email='respondent@demo.invalid'), Permission.EDIT, target)\n"
        "            for target in (asks['a'].body, campaign.part)],\n"
        "}))"
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    assert said["open"] and said["fictional"] and said["may"] == [True, False]
    assert said["returned"] == {"b": "file", "c": "link"}
    assert {"a", "c"} <= set(said["opened"]) and "d" not in said["opened"]


def test_reset_makes_it_again_with_new_passwords_and_the_same_release(demo: Instance) -> None:
    before, passwords = releases_of(demo), passwords_of(demo)
    demo.run("demo", "reset", "--yes")
    assert releases_of(demo) == before != []
    assert passwords_of(demo) != passwords


def test_reset_never_removes_an_instance_where_somebody_works(demo: Instance) -> None:
    with closing(sqlite3.connect(demo.var / "jalon.sqlite3")) as connection, connection:
        connection.execute("UPDATE core_user SET demo = 0 WHERE email LIKE 'editor%'")
    refused = demo.run("demo", "reset", "--yes", code=1)
    assert "1 accounts here are not the demonstration's" in refused.stderr
    assert (demo.var / "publication/current").exists()


def test_the_whole_moves_to_another_instance_as_a_package(
    demonstrated: Instance, template: Instance, tmp_path: Path
) -> None:
    package = tmp_path / "france.zip"
    demonstrated.run("package", "export", str(package))
    other = template.copy(tmp_path / "other")
    other.run("package", "trust", "demonstration", demonstrated.json("package", "key")["public_key"])
    other.run("package", "import", str(package))
    assert len(releases_of(other)) == 1
    package.write_bytes(package.read_bytes()[:-1000])
    refused = other.run("package", "import", "--draft", str(package), code=1)
    assert "ZIP" in refused.stderr and "Traceback" not in refused.stderr


def test_an_unknown_part_is_said_with_those_there_are(demonstrated: Instance, tmp_path: Path) -> None:
    refused = demonstrated.run("package", "export", str(tmp_path / "x.zip"), "--part", "plan-9", code=1)
    assert "plan-9" in refused.stderr and "plan-3" in refused.stderr
