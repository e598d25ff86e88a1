# SPDX-License-Identifier: EUPL-1.2
"""Django application of kernel.events."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "tinhso.kernel.events"
    label = "events"
