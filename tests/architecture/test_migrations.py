# SPDX-License-Identifier: EUPL-1.2
"""Migrations of each package form one line, can be undone, and do not mix schema with data."""

from functools import cache

from django.db.migrations import Migration, RunPython, RunSQL
from django.db.migrations.loader import MigrationLoader

from tests.architecture.tree import listed


@cache
def ours() -> dict[str, list[Migration]]:
    """Return the migrations of the product by package, in order of name."""
    found: dict[str, list[Migration]] = {}
    for (label, _name), migration in sorted(MigrationLoader(None, ignore_no_migrations=True).disk_migrations.items()):
        if migration.__module__.startswith("tinhso."):
            found.setdefault(label, []).append(migration)
    return found


def test_migrations_form_one_line():
    crooked = []
    for label, line in ours().items():
        for number, migration in enumerate(line, 1):
            before = [name for app, name in migration.dependencies if app == label]
            expected = [line[number - 2].name] if number > 1 else []
            if not migration.name.startswith(f"{number:04d}_") or before != expected:
                crooked.append(
                    f"{label}.{migration.name} after {before or 'nothing'}, expected {expected or 'nothing'}"
                )

    assert len(ours()) > 8
    assert not crooked, listed(crooked)


def test_every_migration_can_be_undone():
    stuck = [
        f"{label}.{migration.name}" for label, line in ours().items() for migration in line if not _goes_back(migration)
    ]

    assert not stuck, listed(stuck)


def _goes_back(migration: Migration) -> bool:
    return all(operation.reversible for operation in migration.operations)


def test_data_moves_in_migrations_of_its_own():
    mixed = [
        f"{label}.{migration.name}"
        for label, line in ours().items()
        for migration in line
        if any(isinstance(one, RunPython) for one in migration.operations)
        and not all(isinstance(one, (RunPython, RunSQL)) for one in migration.operations)
    ]

    assert not mixed, listed(mixed)
