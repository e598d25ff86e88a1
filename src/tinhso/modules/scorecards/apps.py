# SPDX-License-Identifier: EUPL-1.2
"""Django application of modules.scorecards: reads its definitions and commitments once."""

from pathlib import Path

from django.apps import AppConfig

from tinhso.modules.scorecards import commitments, definitions

DATA = Path(__file__).parent / "data"


class ScorecardsConfig(AppConfig):
    name = "tinhso.modules.scorecards"
    label = "scorecards"

    def ready(self) -> None:
        """Load every index and the commitments; a faulty file stops the start with its name."""
        for path in sorted(DATA.glob("*.yaml")):
            definitions.load(path)
        commitments.book()
