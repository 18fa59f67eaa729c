"""One at a time: what must not run twice at the same moment, on either database."""

import hashlib

from django.db import connection, transaction


def one_at_a_time(name: str) -> None:
    """Wait until no other transaction holds this name; held until the running transaction ends.

    PostgreSQL: an advisory lock. SQLite: nothing to do, every transaction begins IMMEDIATE and is alone to write.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(f"The lock « {name} » needs a transaction to live in.")
    if connection.vendor == "postgresql":
        key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
