"""A letter really leaves: over SMTP, to a small server on loopback."""

import socket
import threading
from typing import Any

from django.utils import timezone

from jalon.core import outbox


def _serve(server: socket.socket, got: list[str]) -> None:
    """As much of RFC 5321 as one plain letter needs."""
    talk, _address = server.accept()
    with talk, talk.makefile("rb") as heard:
        talk.sendall(b"220 essai\r\n")
        for line in heard:
            word = line.split()[0].upper()
            if word == b"DATA":
                talk.sendall(b"354 dites\r\n")
                got.append(b"".join(iter(heard.readline, b".\r\n")).decode())
            talk.sendall(b"221 adieu\r\n" if word == b"QUIT" else b"250 bien\r\n")
            if word == b"QUIT":
                return
            got.append(line.decode().strip())


def test_a_letter_leaves_over_smtp(db: None, settings: Any) -> None:
    got: list[str] = []
    server = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=_serve, args=(server, got))
    thread.start()
    url = f"smtp://127.0.0.1:{server.getsockname()[1]}"
    settings.JALON = settings.JALON.model_copy(update={"smtp_url": url, "mail_from": "jalon@exemple.fr"})
    outbox.post(kind="essai", to="zoé@exemple.fr".replace("é", "e"), subject="Été", body="À bientôt")
    sent = outbox.send_due(timezone.now())
    thread.join()
    server.close()
    assert sent == outbox.Sent(sent=1)
    assert any(line.startswith("mail FROM:<jalon@exemple.fr>") for line in got)
    assert any("rcpt TO:<zoe@exemple.fr>" in line for line in got)
    assert any("Subject: =?utf-8?" in line for line in got)


def test_a_mail_server_that_is_away_loses_nothing(db: None, settings: Any) -> None:
    settings.JALON = settings.JALON.model_copy(update={"smtp_url": "smtp://127.0.0.1:1"})
    outbox.post(kind="essai", to="zoe@exemple.fr", subject="x", body="y")
    assert outbox.send_due(timezone.now()) == outbox.Sent(failed=1)
