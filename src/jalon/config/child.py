"""The processes that the supervisor keeps alive: python -m jalon.config.child web|worker|tick.

They stop on SIGTERM, and when their standard input ends, which says that the supervisor is gone.
"""

import os
import signal
import sys
import threading
from _thread import interrupt_main
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import click


def when_input_ends(act: Callable[[], None]) -> None:
    """Calls `act` once in a thread when standard input is closed. A terminal, or no input at all, is not watched."""
    if sys.stdin is None or sys.stdin.isatty():
        return

    def watch() -> None:
        while os.read(0, 4096):
            pass
        act()

    threading.Thread(target=watch, daemon=True, name="supervisor-watch").start()


def end_this_process() -> None:
    """Asks the main thread to stop, as a signal would."""
    if os.name == "nt":
        interrupt_main(signal.SIGINT)
    else:
        os.kill(os.getpid(), signal.SIGTERM)


def web(host: str, port: int, workers: int, *, supervised: bool = True) -> None:
    """The web server. WSGI with 8 blocking threads a worker: slow senders hold a thread, never a worker."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    server = Granian(
        "jalon.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=8,
        websockets=False,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        process_name=None,
    )
    if supervised:
        when_input_ends(server.signal_handler_interrupt)
    server.serve()


def worker(*, supervised: bool = True) -> None:
    """Runs the jobs of the database queue, one at a time."""
    from jalon.config.django_start import django_started

    with django_started():
        from django.core.management import call_command

        if supervised:
            when_input_ends(end_this_process)
        call_command("db_worker", queue_name="*", interval=1.0, reload=False, verbosity=1)


def tick(every: float, *, supervised: bool = True) -> None:
    """Runs due jobs, again each `every` seconds; once when it is 0."""
    from jalon.config.django_start import django_started

    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    if supervised:
        when_input_ends(stopping.set)
    with django_started():
        from django.db import close_old_connections

        from jalon.core.due import run_due

        while True:
            close_old_connections()
            run_due(datetime.now(UTC))
            if not every or stopping.wait(every):
                return


def main(arguments: Sequence[str]) -> None:
    """Started by the supervisor only: arguments are its own, unchecked."""
    name, *rest = arguments
    try:
        if name == "web":
            web(rest[0], int(rest[1]), int(rest[2]))
        elif name == "worker":
            worker()
        else:
            tick(float(rest[0]))
    except (KeyboardInterrupt, click.Abort):
        sys.exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
