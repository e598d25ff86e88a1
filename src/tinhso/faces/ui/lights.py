# SPDX-License-Identifier: EUPL-1.2
"""The lights of a task of a plan in words, for officers and for everybody."""

from django.utils.translation import gettext_lazy

from tinhso.modules.plans.rules import Light

LIGHTS = {
    Light.NOT_GIVEN: (gettext_lazy("Chưa giao"), "later"),
    Light.ON_TRACK: (gettext_lazy("Đúng tiến độ"), "working"),
    Light.AT_RISK: (gettext_lazy("Có nguy cơ"), "waiting"),
    Light.OVERDUE: (gettext_lazy("Quá hạn"), "error"),
    Light.DONE: (gettext_lazy("Hoàn thành"), "done"),
    Light.DONE_LATE: (gettext_lazy("Hoàn thành trễ"), "done"),
    Light.TAKEN_BACK: (gettext_lazy("Đã rút"), "dropped"),
}
"""Words and the phase whose icon and colour the tag takes; red is for lateness alone."""
