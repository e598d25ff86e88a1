# SPDX-License-Identifier: EUPL-1.2
"""The role, the database and the extensions of the product, made by the superuser on the embedded server."""

import psycopg
from psycopg import sql

from tinhso.runtime.postgres.layout import DATABASE, HOST, ROLE, SUPERUSER, Address, Layout, kept_secret

EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")


def prepare(layout: Layout, port: int) -> Address:
    """Make what is missing and return the address of the product's role; safe to repeat when interrupted.

    The extensions go into template1 first, so that databases the role creates later (tests) have them too.
    """
    secret = kept_secret(layout.superuser_password)
    password = kept_secret(layout.role_password)
    if not _has_database(secret, port):
        _extend(secret, port, "template1")
        with _connect(secret, port, "postgres") as connection:
            _create_role(connection, password)
            owner = sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(ROLE))
            connection.execute(owner)
    return Address(port, password)


def _connect(secret: str, port: int, database: str) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(
        host=HOST,
        port=port,
        user=SUPERUSER,
        password=secret,
        dbname=database,
        autocommit=True,
        connect_timeout=10,
    )


def _has_database(secret: str, port: int) -> bool:
    with _connect(secret, port, "postgres") as connection:
        return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is not None


def _extend(secret: str, port: int, database: str) -> None:
    with _connect(secret, port, database) as connection:
        for name in EXTENSIONS:
            connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)))


def _create_role(connection: psycopg.Connection[tuple[object, ...]], password: str) -> None:
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone() is None:
        create = sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}")
        connection.execute(create.format(sql.Identifier(ROLE), sql.Literal(password)))
