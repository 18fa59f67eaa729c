"""jalon serve, worker, tick: the processes of an instance."""

import os

import click

from jalon.config.console import Failure, say

LOOPBACK_BINDS = frozenset({"127.0.0.1", "::1", "localhost"})


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=0, help="Web processes; 0: one for each core.")
@click.option("--demo", is_flag=True, help="Load the demonstration and open its accounts (this machine only).")
@click.option("--web-only", is_flag=True, help="No worker and no tick: they run elsewhere.")
def serve(host: str, port: int, workers: int, demo: bool, web_only: bool) -> None:
    """Serve the instance: web, worker and due jobs, restarted when they die, stopped together."""
    from jalon.config.django_start import checked_environment

    os.environ.setdefault("JALON_BASE_URL", f"http://localhost:{port}")
    if demo:
        os.environ["JALON_DEMO"] = "true"
    checked_environment()
    _refuse_demo_off_loopback(host)
    _refuse_busy(host, port)
    _prepare(demo)
    _supervise(host, port, workers or (os.cpu_count() or 1), web_only=web_only)


def _refuse_demo_off_loopback(host: str) -> None:
    from jalon.config.environment import environment

    if not environment().demo:
        return
    if host not in LOOPBACK_BINDS or not environment().loopback:
        raise Failure(
            f"the demonstration has known passwords: it is served on this machine only, "
            f"not on {host} as {environment().base_url}. Unset JALON_DEMO, or listen on 127.0.0.1 "
            f"with JALON_BASE_URL=http://localhost:8000."
        )


def _refuse_busy(host: str, port: int) -> None:
    import errno
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        if os.name != "nt":  # on Windows this option would let two servers share the port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            if problem.errno == errno.EADDRINUSE:
                raise Failure(
                    f"port {port} is taken by another program: stop it, or choose another, PORT=8001"
                ) from None
            raise Failure(f"cannot listen on {host} port {port}: {problem.strerror}") from None


def _prepare(demo: bool) -> None:
    """SQLite is set up here; PostgreSQL belongs to its migrator (`jalon upgrade`), and a portal has no database."""
    from jalon.config.environment import environment
    from jalon.config.setup import set_up

    if demo or not (environment().on_postgresql or environment().rooms == "portal"):
        set_up(demo=demo, say=say)


def _supervise(host: str, port: int, workers: int, *, web_only: bool) -> None:
    from jalon.config.environment import environment
    from jalon.config.supervisor import Supervisor, Task, child_command

    tasks = [Task("web", child_command("web", host, str(port), str(workers)))]
    if not web_only:
        # The first page comes first: letters and jobs wait a moment.
        tasks += [Task("worker", child_command("worker"), after=3), Task("tick", child_command("tick", "20"), after=4)]
    supervisor = Supervisor(tasks, lambda line: say(f"jalon: {line}"), _environ())
    supervisor.stop_on_signals()
    from jalon.core.alone import Taken, alone, serving

    try:
        with alone(serving(environment().var_dir), "this instance is served already, by another `jalon serve`."):
            _announce(host, port, environment().base_url)
            supervisor.run()
    except Taken as problem:
        raise Failure(str(problem)) from None
    say("jalon: stopped")


def _environ() -> dict[str, str]:
    """The children find the same var folder wherever they start, and count requests together."""
    from jalon.config.environment import environment

    counts = environment().var_dir.resolve() / "run" / "metrics"
    counts.mkdir(parents=True, exist_ok=True)
    for old in counts.glob("*.db"):
        old.unlink(missing_ok=True)
    return {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(counts), "DJANGO_SETTINGS_MODULE": "jalon.config.settings"}


def _announce(host: str, port: int, address: str) -> None:
    """Says the address once the server answers."""
    import threading
    import urllib.error
    import urllib.request

    def wait() -> None:
        health = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}/healthz"
        for _ in range(300):
            try:
                urllib.request.build_opener(urllib.request.ProxyHandler({})).open(health, timeout=2).close()
            except (urllib.error.URLError, OSError):
                threading.Event().wait(0.1)
            else:
                say(f"jalon: serving {address}  (stop: Ctrl+C)")
                return

    threading.Thread(target=wait, daemon=True).start()


@click.command()
def worker() -> None:
    """Run the jobs of the queue (in service: one or more beside the web processes)."""
    from jalon.config.child import worker as run

    run(supervised=False)


@click.command()
@click.option("--every", default=0.0, help="Seconds between two rounds; 0: one round, for cron.")
def tick(every: float) -> None:
    """Run the jobs that are due: letters, reminders, cleaning. A lease keeps two ticks from doing one job twice."""
    from jalon.config.child import tick as run

    run(every, supervised=False)
