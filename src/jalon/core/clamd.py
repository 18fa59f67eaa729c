"""Asks clamd whether a file is clean (clamd(8), INSTREAM). A daemon that is down, slow or unclear is not « clean »."""

import socket
import struct
from typing import BinaryIO

from django.utils.translation import gettext as _

from jalon.core.errors import JalonError

CHUNK = 64 * 1024
WAIT = 30.0
LONGEST_ANSWER = 4096


class Unsafe(JalonError):
    """The scanner found something, or could not say."""


def scan(stream: BinaryIO, where: str) -> None:
    """Return when the daemon at `where` (host:port or the path of a socket) says OK; `Unsafe` otherwise."""
    try:
        with _connect(where) as daemon:
            _send(daemon, stream)
            answer = _answer(daemon)
    except OSError as error:
        raise Unsafe(_("L’antivirus ne répond pas\u00a0: le fichier n’a pas été pris. Réessayez plus tard.")) from error
    if answer.endswith("FOUND"):
        raise Unsafe(_("L’antivirus a trouvé un programme malveillant dans ce fichier\u00a0: il n’a pas été pris."))
    if answer != "stream: OK":
        raise Unsafe(_("L’antivirus n’a pas pu examiner ce fichier\u00a0: il n’a pas été pris."))


def _connect(where: str) -> socket.socket:
    host, colon, port = where.rpartition(":")
    if colon and port.isdigit():
        return socket.create_connection((host.strip("[]"), int(port)), timeout=WAIT)
    daemon = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    daemon.settimeout(WAIT)
    try:
        daemon.connect(where)
    except OSError:
        daemon.close()
        raise
    return daemon


def _send(daemon: socket.socket, stream: BinaryIO) -> None:
    daemon.sendall(b"zINSTREAM\0")
    while chunk := stream.read(CHUNK):
        daemon.sendall(struct.pack("!L", len(chunk)) + chunk)
    daemon.sendall(struct.pack("!L", 0))


def _answer(daemon: socket.socket) -> str:
    received = b""
    while b"\0" not in received and len(received) < LONGEST_ANSWER:
        more = daemon.recv(LONGEST_ANSWER)
        if not more:
            break
        received += more
    return received.partition(b"\0")[0].decode("utf-8", "replace").strip()
