# SPDX-License-Identifier: EUPL-1.2
"""Django application of modules.scorecards: reads its definitions and commitments once; declarations as cases."""

from importlib import import_module
from pathlib import Path

from django.apps import AppConfig

from tinhso.kernel.casework import workflow as workflows
from tinhso.kernel.indicators import definitions as figures
from tinhso.modules.scorecards import commitments, definitions, instruments, yearly
from tinhso.modules.scorecards.workflow import DECLARATION

HOME = Path(__file__).parent
DATA = HOME / "data"


class ScorecardsConfig(AppConfig):
    name = "tinhso.modules.scorecards"
    label = "scorecards"

    def ready(self) -> None:
        """Load every index and the commitments; a faulty file stops the start with its name."""
        for path in sorted(DATA.glob("*.yaml")):
            definitions.load(path)
        commitments.book()
        instruments.entries()
        yearly.duties()
        workflows.register(DECLARATION)
        figures.load(HOME / "indicators.yaml")
        import_module("tinhso.modules.scorecards.folds")
        import_module("tinhso.modules.scorecards.actions.succession")
