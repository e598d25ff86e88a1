# SPDX-License-Identifier: EUPL-1.2
"""A migrated database with Bến Tre in it and people in a few communes; made once per run."""

from collections.abc import Iterator
from contextlib import contextmanager

import django
from django.core.management import call_command
from django.db import connections

from bench.place import Place
from tinhso.runtime import postgres

COMMUNES = ("28756", "28783")
"""One commune for each process, as officers of different communes do not wait for each other's books."""


@contextmanager
def installed(place: Place) -> Iterator[Place]:
    """Run the embedded server of the place while measuring; the schema and the province are made on first use."""
    with postgres.Share(place.var):
        django.setup()
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        _build()
        try:
            yield place
        finally:
            connections.close_all()


def _build() -> None:
    from tinhso.kernel.identity.queries import officers_in  # noqa: PLC0415 - models exist after django.setup()
    from tinhso.modules.onestop.tests import world  # noqa: PLC0415

    world.build_province()
    for code in COMMUNES:
        unit = world.unit_of(code)
        if not officers_in(unit.id, world.TODAY):
            world.staff(unit)
