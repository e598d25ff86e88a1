# SPDX-License-Identifier: EUPL-1.2
"""Django application of kernel.indicators."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "tinhso.kernel.indicators"
    label = "indicators"
