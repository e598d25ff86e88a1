# SPDX-License-Identifier: EUPL-1.2
"""Program: migrate a new database and build a small province in it, three communes and every department staffed."""

import django
from django.core.management import call_command

from tinhso.config import env
from tinhso.runtime import postgres

COMMUNES = ("28756", "28783", "28903")
"""Phú Khương (thành phố Bến Tre), Sơn Đông, thị trấn Mỏ Cày: three communes in two districts."""


def main() -> None:
    with postgres.Share(env.VAR):
        django.setup()
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        _build()


def _build() -> None:
    from tinhso.kernel.documents.signing import install_demo_trust
    from tinhso.kernel.registry import queries as registry
    from tinhso.kernel.registry.types import Level
    from tinhso.modules.onestop.tests import world

    world.build_province()
    install_demo_trust()
    today = world.TODAY
    communes = [registry.unit_for_area(code, Level.COMMUNE, today) for code in COMMUNES]
    districts = {commune.parent_id: commune.parent for commune in communes}
    departments = registry.units_as_of(today).filter(level=Level.DEPARTMENT)
    for unit in (*communes, *districts.values(), *departments, registry.territory().root):
        world.staff(unit)


if __name__ == "__main__":
    main()
