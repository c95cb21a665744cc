"""The floor of ballots: one durable insert a request through psycopg, and nothing else."""

import os
import threading
from collections.abc import Callable, Iterable
from typing import Any

import psycopg

TABLE = "CREATE TABLE IF NOT EXISTS floor_ballot (id uuid PRIMARY KEY, choices jsonb NOT NULL)"
INSERT = "INSERT INTO floor_ballot VALUES (gen_random_uuid(), '[1, 2, 3]')"
_of_thread = threading.local()


def prepare() -> None:
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as connection:
        connection.execute(TABLE)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    if not hasattr(_of_thread, "connection"):
        url = os.environ["DATABASE_OWNER_URL"]
        _of_thread.connection = psycopg.connect(url, autocommit=True)
    _of_thread.connection.execute(INSERT)
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
    return [b"ok"]
