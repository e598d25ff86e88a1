# SPDX-License-Identifier: EUPL-1.2
"""The client programs and connection settings for whichever server the installation uses."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from tinhso.config import database, env
from tinhso.runtime import postgres


@dataclass(frozen=True)
class Server:
    """The database server in use: major version and connection parameters as libpq names them."""

    major: int
    parameters: dict[str, str]

    def environment(self) -> dict[str, str]:
        """Return the environment of a client program; passwords never stand on a command line."""
        names = {
            "host": "PGHOST",
            "port": "PGPORT",
            "dbname": "PGDATABASE",
            "user": "PGUSER",
            "password": "PGPASSWORD",
        }
        given = {names[key]: value for key, value in self.parameters.items() if key in names}
        given |= {f"PG{key.upper()}": value for key, value in self.parameters.items() if key.startswith("ssl")}
        return {**os.environ, **given}


def connection_parameters() -> dict[str, str]:
    """Return host, port, dbname, user, password and options of the installation's database."""
    found = database.from_url(env.DATABASE_URL) if env.DATABASE_URL else database.embedded_address(env.VAR)
    plain = {"host": "HOST", "port": "PORT", "dbname": "NAME", "user": "USER", "password": "PASSWORD"}
    named = {name: found[key] for name, key in plain.items() if found[key]}
    return {**named, **found["OPTIONS"]}


def connect(parameters: dict[str, str]) -> psycopg.Connection[tuple[Any, ...]]:
    """Return a connection. Raises psycopg.OperationalError when the server does not answer in ten seconds."""
    return psycopg.connect(make_conninfo("", **parameters), connect_timeout=10)


def server() -> Server:
    """Return the server in use. Raises psycopg.OperationalError when it does not answer."""
    parameters = connection_parameters()
    with connect(parameters) as connection:
        return Server(connection.info.server_version // 10_000, parameters)


def client(name: str, major: int) -> Path:
    """Return the client program that fits the server: of the same major version, else a newer one.

    A dump made by a newer program may hold settings that an older server refuses, so the same one is better.
    """
    embedded = postgres.binary(env.VAR, name)
    beside = Path(f"/usr/lib/postgresql/{major}/bin/{name}")
    for candidate in (embedded, beside, Path(shutil.which(name) or beside)):
        if candidate.exists() and _major(candidate) == major:
            return candidate
    if _major(embedded) > major:
        return embedded
    raise postgres.PostgresError(
        f"Không có {name} cho PostgreSQL {major}. Hãy cài gói postgresql-client-{major} của hệ điều hành."
    )


def _major(program: Path) -> int:
    printed = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"(\d+)(\.|devel|beta|rc|\s)", printed)
    return int(found.group(1)) if found else 0
