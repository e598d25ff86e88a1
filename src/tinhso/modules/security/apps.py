# SPDX-License-Identifier: EUPL-1.2
"""Django application of modules.security."""

from importlib import import_module
from pathlib import Path

from django.apps import AppConfig

from tinhso.kernel.casework import workflow as workflows
from tinhso.kernel.exchange import handlers
from tinhso.kernel.indicators import definitions
from tinhso.modules.security.incidents.workflow import INCIDENT
from tinhso.modules.security.intelligence.workflow import INFECTED_MACHINE
from tinhso.modules.security.levels.workflow import LEVEL_DOSSIER


class SecurityConfig(AppConfig):
    name = "tinhso.modules.security"
    label = "security"

    def ready(self) -> None:
        """Make the module's acts, its kinds of case and its answer to a reorganisation known to the kernel."""
        workflows.register(INCIDENT)
        workflows.register(INFECTED_MACHINE)
        workflows.register(LEVEL_DOSSIER)
        definitions.load(Path(__file__).parent / "levels" / "indicators.yaml")
        import_module("tinhso.modules.security.levels.folds")
        import_module("tinhso.modules.security.types")
        import_module("tinhso.modules.security.types.incidents")
        import_module("tinhso.modules.security.types.drills")
        import_module("tinhso.modules.security.types.duty")
        import_module("tinhso.modules.security.types.keeping")
        import_module("tinhso.modules.security.actions.succession")
        handlers.register("ncsc", import_module("tinhso.modules.security.actions.national_centre").HANDLER)
