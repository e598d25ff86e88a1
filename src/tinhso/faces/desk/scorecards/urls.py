# SPDX-License-Identifier: EUPL-1.2
"""Routes of rounds of assessment, below /can-bo/chi-so/."""

from django.urls import URLPattern, path

from tinhso.faces.desk.scorecards import components, issues, mine, rounds

urlpatterns: list[URLPattern] = [
    path("ky/", rounds.round_list, name="assessments"),
    path("ky/moi/<uuid:assessment_id>/", rounds.new, name="assessment_new"),
    path("ky/<uuid:assessment_id>/", rounds.desk, name="assessment"),
    path("ky/<uuid:assessment_id>/giao/", rounds.assign, name="assessment_assign"),
    path("ky/<uuid:assessment_id>/dong/", rounds.close, name="assessment_close"),
    path("ke-khai/", mine.mine, name="declarations"),
    path("ke-khai/<uuid:declaration_id>/", components.component, name="declaration"),
    path("ke-khai/<uuid:declaration_id>/tep/<uuid:document_id>/", components.download, name="declaration_file"),
    path("van-ban-nam/", issues.issues, name="yearly_issues"),
    path("van-ban-nam/<int:year>/<slug:code>/", issues.issue, name="yearly_issue"),
    path("van-ban-nam/tep/<uuid:issue_id>/", issues.issue_file, name="yearly_issue_file"),
]
