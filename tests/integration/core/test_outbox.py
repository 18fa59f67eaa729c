"""Letters leave once, are tried again, and are said dead in the end."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from jalon.core import outbox, selectors
from jalon.core.errors import Forbidden
from jalon.core.models import Outbox
from tests.integration.core import make
from tests.integration.core.conftest import Threads


def post(n: int = 0) -> Outbox:
    return outbox.post(kind="essai", to=f"a{n}@exemple.fr", subject="Bonjour", body="Le lien secret")


class Server:
    """A mail server of the test: takes letters, or is away."""

    def __init__(self, *, away: bool = False) -> None:
        self.away = away
        self.got: list[str] = []

    def __call__(self, letter: Outbox) -> None:
        if self.away:
            raise ConnectionRefusedError("connection to nom@exemple.fr refused")
        self.got.append(f"{letter.recipient}: {letter.body}")


def test_a_letter_is_sent_once_and_its_body_is_forgotten(db: None) -> None:
    post()
    server, now = Server(), timezone.now()
    assert outbox.send_due(now, server) == outbox.Sent(sent=1)
    assert outbox.send_due(now + timedelta(days=1), server) == outbox.Sent()
    assert server.got == ["a0@exemple.fr: Le lien secret"]
    assert Outbox.objects.get().body == ""


def test_what_is_rolled_back_sends_nothing(db: None) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        post()
        raise ZeroDivisionError
    assert outbox.send_due(timezone.now(), Server()) == outbox.Sent()


def test_a_letter_that_failed_waits_twice_as_long_each_time(db: None) -> None:
    post()
    away, now = Server(away=True), timezone.now()
    waits = []
    for _ in range(4):
        assert outbox.send_due(now, away).failed == 1
        waits.append(Outbox.objects.get().due_at - now)
        assert outbox.send_due(now, away) == outbox.Sent()
        now = Outbox.objects.get().due_at
    assert waits == [timedelta(minutes=m) for m in (1, 2, 4, 8)]
    back = Server()
    assert outbox.send_due(now, back).sent == 1
    assert len(back.got) == 1


def test_after_two_days_the_letter_is_dead_and_the_operator_can_wake_it(db: None) -> None:
    post()
    start = now = timezone.now()
    for _ in range(outbox.ATTEMPTS):
        outbox.send_due(now, Server(away=True))
        now = Outbox.objects.get().due_at
    letter = Outbox.objects.get()
    assert letter.dead_at is not None
    assert timedelta(days=1) < letter.dead_at - start < timedelta(days=3)
    assert outbox.send_due(now, Server()) == outbox.Sent()
    outbox.again(letter)
    assert outbox.send_due(timezone.now(), Server()).sent == 1


def test_the_error_that_is_kept_holds_no_address(db: None) -> None:
    post()
    outbox.send_due(timezone.now(), Server(away=True))
    assert Outbox.objects.get().last_error == "ConnectionRefusedError"


def test_one_letter_that_fails_does_not_hold_the_next_ones(db: None) -> None:
    for n in range(3):
        post(n)

    def picky(letter: Outbox) -> None:
        if letter.recipient.startswith("a1"):
            raise OSError

    assert outbox.send_due(timezone.now(), picky) == outbox.Sent(sent=2, failed=1)


def test_two_senders_at_the_same_moment_send_each_letter_once(threads: Threads) -> None:
    for n in range(6):
        post(n)
    server, now = Server(), timezone.now()
    results = threads.race(*[lambda: outbox.send_due(now, server)] * 3)
    assert sum(result.sent for result in results) == 6
    assert len(set(server.got)) == len(server.got) == 6


def test_a_letter_whose_sender_died_is_sent_by_the_next_one(db: None) -> None:
    post()
    now = timezone.now()

    def dies(letter: Outbox) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        outbox.send_due(now, dies)
    assert outbox.send_due(now, Server()) == outbox.Sent()
    assert outbox.send_due(now + outbox.HOLD, Server()).sent == 1


def test_without_a_mail_server_letters_stay_untried(db: None) -> None:
    post()
    assert outbox.send_due(timezone.now()) == outbox.Sent()
    assert Outbox.objects.get().attempts == 0


@pytest.mark.parametrize(("smtp", "shown"), [("", "Le lien secret"), ("smtp://mail.exemple.fr", "")])
def test_the_operator_reads_letters_only_where_nobody_else_delivers_them(
    db: None, settings: object, smtp: str, shown: str
) -> None:
    settings.JALON = settings.JALON.model_copy(update={"smtp_url": smtp})
    post()
    assert [letter.body for letter in selectors.letters(by=make.operator())] == [shown]
    with pytest.raises(Forbidden):
        selectors.letters(by=make.signatory(make.body()))


def test_a_subject_stays_on_one_line(db: None) -> None:
    letter = outbox.post(kind="essai", to="a@exemple.fr", subject="Bonjour\r\nBcc: x@exemple.fr", body="")
    assert letter.subject == "Bonjour Bcc: x@exemple.fr"


@pytest.mark.parametrize(
    ("url", "host", "port", "tls", "ssl"),
    [
        ("smtp://u:p%40ss@mail.exemple.fr", "mail.exemple.fr", 587, True, False),
        ("smtps://mail.exemple.fr", "mail.exemple.fr", 465, False, True),
        ("smtp://localhost:25", "localhost", 25, False, False),
    ],
)
def test_mail_is_encrypted_but_on_loopback(url: str, host: str, port: int, tls: bool, ssl: bool) -> None:
    found = outbox.smtp_connection(url)
    assert (found.host, found.port, found.use_tls, found.use_ssl) == (host, port, tls, ssl)
    assert found.password in {"", "p@ss"}


def test_the_wait_never_exceeds_its_limit() -> None:
    assert [outbox.wait_after(n) for n in (1, 9, 15, 10_000)] == [
        timedelta(minutes=1),
        timedelta(minutes=256),
        outbox.LONGEST_WAIT,
        outbox.LONGEST_WAIT,
    ]
