"""Whether a PostgreSQL server answers: python -m tools.answers URL. 1 and the command that brings one when none does."""

import sys

import psycopg


def main() -> int:
    """Asks for the `postgres` database of the server that the address names."""
    server = sys.argv[1].rsplit("/", 1)[0]
    try:
        psycopg.connect(f"{server}/postgres", connect_timeout=5).close()
    except psycopg.OperationalError as problem:
        print(f"SKIPPED: tests on PostgreSQL: nothing answers at {server}: {problem}".rstrip(), file=sys.stderr)
        print("sudo apt-get install postgresql, or POSTGRESQL=postgresql://user@host:port/name", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
