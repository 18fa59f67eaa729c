"""House rules that no other tool knows: python -m tools.house. Prints what breaks one; exit code 1 if anything does."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 400  # lines of a file: longer ones hold two subjects


def long_files() -> Iterator[str]:
    """Python files over the length, migrations apart."""
    for folder in ("src", "tests", "tools", "benchmarks"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            count = len(path.read_text(encoding="utf-8").splitlines())
            if "migrations" not in path.parts and count > LONGEST:
                yield f"{path.relative_to(ROOT)}: {count} lines, {LONGEST} at most: split it by subject"


def django_says() -> Iterator[str]:
    """Django's own checks as in service, and models without a migration."""
    with tempfile.TemporaryDirectory() as var:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("JALON_")}
        environ = inherited | {
            "JALON_VAR_DIR": var,
            "JALON_BASE_URL": "https://jalon.example.org",
            "JALON_TRUSTED_PROXIES": "1",
            "DJANGO_SETTINGS_MODULE": "jalon.config.settings",
        }
        for command in (["check", "--deploy", "--fail-level=WARNING"], ["makemigrations", "--check", "--dry-run"]):
            done = subprocess.run(
                [sys.executable, "-W", "error", "-m", "django", *command],
                env=environ,
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode:
                yield f"django {' '.join(command)}:\n{done.stdout}{done.stderr}"


def main() -> int:
    """All rules; nothing is printed when all are kept."""
    broken = [*long_files(), *django_says()]
    print("\n".join(broken), end="\n" if broken else "", file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
