# SPDX-License-Identifier: EUPL-1.2
"""Django application of kernel.calendar; its label must not be that of the standard library's module."""

from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "tinhso.kernel.calendar"
    label = "workcalendar"
