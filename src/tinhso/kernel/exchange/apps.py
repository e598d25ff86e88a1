# SPDX-License-Identifier: EUPL-1.2
"""Django application of kernel.exchange."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "tinhso.kernel.exchange"
    label = "exchange"
