# SPDX-License-Identifier: EUPL-1.2
"""Routes of rounds of assessment, below /can-bo/chi-so/."""

from django.urls import URLPattern, path

from tinhso.faces.desk.scorecards import charts, components, issues, mine, pressing, rounds, sealing, tables

urlpatterns: list[URLPattern] = [
    path("ky/", rounds.round_list, name="assessments"),
    path("ky/moi/<uuid:assessment_id>/", rounds.new, name="assessment_new"),
    path("ky/<uuid:assessment_id>/", rounds.desk, name="assessment"),
    path("ky/<uuid:assessment_id>/giao/", rounds.assign, name="assessment_assign"),
    path("ky/<uuid:assessment_id>/bang-diem/", tables.take_in, name="assessment_table"),
    path("ky/<uuid:assessment_id>/bieu-do/", charts.charts, name="assessment_charts"),
    path("ky/<uuid:assessment_id>/ky-so/", sealing.seal, name="assessment_seal"),
    path("ky/<uuid:assessment_id>/dong/", rounds.close, name="assessment_close"),
    path("ke-khai/gap/<slug:press>/", pressing.listed, name="declarations_pressing"),
    path("ke-khai/", mine.mine, name="declarations"),
    path("ke-khai/<uuid:declaration_id>/", components.component, name="declaration"),
    path("ke-khai/<uuid:declaration_id>/tep/<uuid:document_id>/", components.download, name="declaration_file"),
    path("van-ban-nam/", issues.issues, name="yearly_issues"),
    path("van-ban-nam/<int:year>/<slug:code>/", issues.issue, name="yearly_issue"),
    path("van-ban-nam/tep/<uuid:issue_id>/", issues.issue_file, name="yearly_issue_file"),
]
