"""Entries in Postgres. Nothing is updated, nothing is deleted."""

import os

import psycopg
from psycopg_pool import ConnectionPool

_pool = ConnectionPool(os.environ["LEDGER_DATABASE_URL"], max_size=10)


def book(transfer, source, target, cents, key):
    """Books both entries; False when the key was used before."""
    try:
        with _pool.connection() as connection, connection.transaction():
            connection.execute("insert into transfers (id, key) values (%s, %s)", (transfer, key))
            connection.execute(
                "insert into entries (transfer, account, cents) values (%s, %s, %s), (%s, %s, %s)",
                (transfer, source, -cents, transfer, target, cents),
            )
    except psycopg.errors.UniqueViolation:
        return False
    return True


def entries_of(account):
    with _pool.connection() as connection:
        return connection.execute(
            "select transfer, cents, booked from entries where account = %s order by booked desc limit 500",
            (account,),
        ).fetchall()


def reverse(transfer, staff, reason):
    """Books the opposite of a transfer, once; False when there is none."""
    with _pool.connection() as connection, connection.transaction():
        rows = connection.execute(
            "select account, cents from entries where transfer = %s", (transfer,)
        ).fetchall()
        if not rows:
            return False
        connection.execute(
            "insert into corrections (transfer, staff, reason) values (%s, %s, %s)",
            (transfer, staff, reason),
        )
        for account, cents in rows:
            connection.execute(
                "insert into entries (transfer, account, cents) values (%s, %s, %s)",
                (transfer, account, -cents),
            )
    return True
