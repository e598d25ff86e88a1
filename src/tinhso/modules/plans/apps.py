# SPDX-License-Identifier: EUPL-1.2
"""Django application of modules.plans: registers its step table, figures and succession."""

from importlib import import_module
from pathlib import Path

from django.apps import AppConfig

from tinhso.kernel.casework import workflow as workflows
from tinhso.kernel.indicators import definitions
from tinhso.modules.plans.workflow import PLAN_TASK


class PlansConfig(AppConfig):
    name = "tinhso.modules.plans"
    label = "plans"

    def ready(self) -> None:
        """Make the module known to the kernel once the application registry is complete."""
        workflows.register(PLAN_TASK)
        definitions.load(Path(__file__).parent / "indicators.yaml")
        import_module("tinhso.modules.plans.folds")
        import_module("tinhso.modules.plans.actions.succession")
