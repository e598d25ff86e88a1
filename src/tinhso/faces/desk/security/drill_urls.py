# SPDX-License-Identifier: EUPL-1.2
"""Routes of exercises: list, scenario, the exercise as it runs, its report."""

from django.urls import URLPattern, path

from tinhso.faces.desk.security import drill_page, drill_report, drills

urlpatterns: list[URLPattern] = [
    path("", drills.drill_list, name="drills"),
    path("moi/<uuid:drill_id>/", drills.new, name="drill_new"),
    path("<uuid:drill_id>/", drill_page.drill, name="drill"),
    path("<uuid:drill_id>/sua/", drills.edit, name="drill_edit"),
    path("<uuid:drill_id>/gio/", drill_page.clock, name="drill_clock"),
    path("<uuid:drill_id>/tinh-huong/<uuid:inject_id>/", drill_page.inject, name="drill_inject"),
    path("<uuid:drill_id>/bao-cao/", drill_report.report, name="drill_report"),
]
