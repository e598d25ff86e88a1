# SPDX-License-Identifier: EUPL-1.2
"""Django application of kernel.indicators."""

from importlib import import_module

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "tinhso.kernel.indicators"
    label = "indicators"

    def ready(self) -> None:
        """Subscribe to the ledger once the application registry is complete."""
        import_module("tinhso.kernel.indicators.reactions")
