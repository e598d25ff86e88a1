# SPDX-License-Identifier: EUPL-1.2
"""Fetch, insert and update single rows of a model by SQL that is composed once per process."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar, cast

from django.db import connection
from django.db.models import Field, Model

Row = TypeVar("Row", bound=Model)
Values = tuple[Any, ...]


def fetch(model: type[Row], tail: str, *params: Any) -> list[Row]:
    """Return the rows of `SELECT … FROM <table> AS t <tail>`; tail: a constant text with `%s` for each parameter."""
    build = _builder(model)
    return [build(values) for values in _all(_select(model, tail), params)]


def fetch_with(model: type[Row], relation: str, tail: str, *params: Any) -> list[Row]:
    """Return rows as `fetch` does, each with the row a foreign key points to: `… AS t JOIN <other> AS r ON … <tail>`.

    A locking clause must name both, or the joined row is the one from before the wait for the lock.
    """
    width, (build, other), statement = len(_stored(model)), _pair(model, relation), _select_with(model, relation, tail)
    found = []
    for values in _all(statement, params):
        row = build(values[:width])
        setattr(row, relation, other(values[width:]))
        found.append(row)
    return found


def insert(row: Row, *, unless_there: bool = False) -> Row:
    """Write a new row, every column of it, and return it with its key.

    A row that exists already raises IntegrityError, as every broken constraint does, or is left alone when
    `unless_there` says so.
    """
    statement, fields, numbered = _insert(type(row), row.pk is None)
    if unless_there:
        statement += " ON CONFLICT DO NOTHING"
    with connection.cursor() as cursor:
        cursor.execute(statement, [one.get_db_prep_save(one.pre_save(row, True), connection) for one in fields])
        if numbered:
            row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, connection.alias
    return row


def update(row: Model, *names: str) -> None:
    """Write the named fields of a row that exists, all of them when none is named; LookupError when it is gone."""
    statement, fields = _update(type(row), names)
    values = [one.get_db_prep_save(one.pre_save(row, False), connection) for one in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, row.pk])
        if cursor.rowcount != 1:
            raise LookupError(f"{type(row).__name__} {row.pk} is gone")


def delete(row: Model) -> None:
    """Remove a row by its key; what points to it must be gone already."""
    with connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{row._meta.db_table}" WHERE "{row._meta.pk.column}" = %s', [row.pk])


def change(model: type[Model], tail: str, *params: Any) -> int:
    """Run `UPDATE <table> SET <tail>` and return how many rows it changed."""
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{model._meta.db_table}" SET {tail}', params)
        return int(cursor.rowcount)


def value(statement: str, *params: Any) -> Any:
    """Return the first value of the first row, None when there is no row; statement: a constant text."""
    found = _all(statement, params)
    return found[0][0] if found else None


def _all(statement: str, params: Sequence[Any]) -> list[Values]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return list(cursor.fetchall())


@cache
def _stored(model: type[Model]) -> "tuple[Field[Any, Any], ...]":
    """Return the fields with a column of their own that the database does not compute."""
    return tuple(one for one in model._meta.concrete_fields if not getattr(one, "generated", False))


@cache
def _builder(model: type[Row]) -> Callable[[Values], Row]:
    """Return what makes an instance of the values of a row, converted as the ORM converts them."""
    fields = _stored(model)
    names = [one.attname for one in fields]
    converters = [(place, convert) for place, one in enumerate(fields) for convert in one.get_db_converters(connection)]

    def build(values: Values) -> Row:
        if converters:
            row = list(values)
            for place, convert in converters:
                row[place] = convert(row[place], None, connection)
            values = tuple(row)
        return model.from_db(connection.alias, names, values)

    return build


def _columns(model: type[Model], alias: str) -> str:
    return ", ".join(f'{alias}."{one.column}"' for one in _stored(model))


@cache
def _select(model: type[Model], tail: str) -> str:
    return f'SELECT {_columns(model, "t")} FROM "{model._meta.db_table}" AS t {tail}'


@cache
def _pair(model: type[Row], relation: str) -> tuple[Callable[[Values], Row], Callable[[Values], Model]]:
    return _builder(model), _builder(_other(model, relation))


def _other(model: type[Model], relation: str) -> type[Model]:
    return cast(type[Model], model._meta.get_field(relation).related_model)


@cache
def _select_with(model: type[Model], relation: str, tail: str) -> str:
    other, key = _other(model, relation), cast("Field[Any, Any]", model._meta.get_field(relation)).column
    tables = f'"{model._meta.db_table}" AS t JOIN "{other._meta.db_table}" AS r'
    columns = f"{_columns(model, 't')}, {_columns(other, 'r')}"
    return f'SELECT {columns} FROM {tables} ON r."{other._meta.pk.column}" = t."{key}" {tail}'


@cache
def _insert(model: type[Model], numbered: bool) -> "tuple[str, tuple[Field[Any, Any], ...], bool]":
    fields = tuple(one for one in _stored(model) if not (numbered and one.primary_key))
    columns = ", ".join(f'"{one.column}"' for one in fields)
    places = ", ".join("%s" for _ in fields)
    returning = f' RETURNING "{model._meta.pk.column}"' if numbered else ""
    return f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({places}){returning}', fields, numbered


@cache
def _update(model: type[Model], names: tuple[str, ...]) -> "tuple[str, tuple[Field[Any, Any], ...]]":
    wanted = set(names)
    fields = tuple(one for one in _stored(model) if not one.primary_key and (not wanted or one.name in wanted))
    if wanted - {one.name for one in fields}:
        raise LookupError(f"{model.__name__} has no {', '.join(sorted(wanted - {one.name for one in fields}))}")
    columns = ", ".join(f'"{one.column}" = %s' for one in fields)
    return f'UPDATE "{model._meta.db_table}" SET {columns} WHERE "{model._meta.pk.column}" = %s', fields
