# SPDX-License-Identifier: EUPL-1.2
"""Django application of modules.onestop: registers its workflow, reactions, folds and succession."""

from importlib import import_module
from pathlib import Path

from django.apps import AppConfig

from tinhso.kernel.casework import workflow as workflows
from tinhso.kernel.exchange import channels, handlers
from tinhso.kernel.indicators import definitions
from tinhso.modules.onestop.side_workflows import (
    CONSULTATION,
    DATA_QUESTION,
    DIRECTIVE,
    FEEDBACK,
    LINKED_PART,
    PRECHECK,
)
from tinhso.modules.onestop.workflow import DOSSIER


class OnestopConfig(AppConfig):
    name = "tinhso.modules.onestop"
    label = "onestop"

    def ready(self) -> None:
        """Make the module known to the kernel once the application registry is complete."""
        workflows.register(DOSSIER)
        workflows.register(CONSULTATION)
        workflows.register(LINKED_PART)
        workflows.register(DATA_QUESTION)
        workflows.register(FEEDBACK)
        workflows.register(PRECHECK)
        workflows.register(DIRECTIVE)
        definitions.load(Path(__file__).parent / "indicators.yaml")
        import_module("tinhso.modules.onestop.folds")
        import_module("tinhso.modules.onestop.folds_of_steering")
        import_module("tinhso.modules.onestop.folds_of_queue")
        import_module("tinhso.modules.onestop.folds_of_services")
        import_module("tinhso.modules.onestop.folds_of_shares")
        import_module("tinhso.modules.onestop.reactions")
        import_module("tinhso.modules.onestop.reactions_of_queue")
        import_module("tinhso.modules.onestop.folds_of_offers")
        import_module("tinhso.modules.onestop.questions.types")
        import_module("tinhso.modules.onestop.reports.types")
        import_module("tinhso.modules.onestop.reactions_of_offers")
        import_module("tinhso.modules.onestop.national.subscriber")
        import_module("tinhso.modules.onestop.reactions_of_feedback")
        handlers.register("feedback", import_module("tinhso.modules.onestop.actions.national_feedback").HANDLER)
        handlers.register("agency", import_module("tinhso.modules.onestop.actions.edxml").HANDLER)
        import_module("tinhso.modules.onestop.folds_of_ministry")
        channels.register(import_module("tinhso.modules.onestop.national.channel").CHANNEL)
        handlers.register("post", import_module("tinhso.modules.onestop.actions.post").HANDLER)
        handlers.register("ministry", import_module("tinhso.modules.onestop.actions.from_ministry").HANDLER)
        channels.register(import_module("tinhso.modules.onestop.national.coordination").CHANNEL)
        handlers.register("national", import_module("tinhso.modules.onestop.actions.from_portal").HANDLER)
        import_module("tinhso.modules.onestop.actions.succession")
        import_module("tinhso.modules.onestop.folds_of_automation")
