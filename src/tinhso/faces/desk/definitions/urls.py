# SPDX-License-Identifier: EUPL-1.2
"""Routes of the editor of procedures, below /can-bo/thu-tuc/."""

from django.urls import URLPattern, path

from tinhso.faces.desk.definitions import catalogue, copies, form_pages, national_list, publishing, questions, sections

urlpatterns: list[URLPattern] = [
    path("", catalogue.catalogue, name="definitions"),
    path("mo/", catalogue.open_version, name="definition_open"),
    path("moi/", catalogue.new, name="definition_new"),
    path("csdl-quoc-gia/", national_list.national_list, name="national_list"),
    path("csdl-quoc-gia/dua-vao/", national_list.take_up, name="national_list_take"),
    path("hoi-dap/", questions.questions, name="questions"),
    path("hoi-dap/<uuid:question_id>/", questions.question, name="question"),
    path("nhap/", catalogue.import_file, name="definition_import"),
    path("<uuid:copy_id>/", copies.working_copy, name="definition"),
    path("<uuid:copy_id>/hoan-tac/", copies.undo, name="definition_undo"),
    path("<uuid:copy_id>/bo/", copies.drop, name="definition_drop"),
    path("<uuid:copy_id>/tep/", copies.export, name="definition_file"),
    path("<uuid:copy_id>/cong-bo/", publishing.publish, name="definition_publish"),
    path("<uuid:copy_id>/bieu-mau/", form_pages.form, name="definition_form"),
    path("<uuid:copy_id>/bieu-mau/cau/<slug:key>/", form_pages.question, name="definition_question"),
    path("<uuid:copy_id>/bieu-mau/phan/<slug:section>/them/", form_pages.new_question, name="definition_new_question"),
    path("<uuid:copy_id>/muc/<slug:name>/", sections.section, name="definition_part"),
    path("phien-ban/<str:code>/<int:number>/tep/", publishing.version_file, name="version_file"),
    path("phien-ban/<str:code>/<int:number>/phieu/", publishing.version_paper, name="version_paper"),
]
