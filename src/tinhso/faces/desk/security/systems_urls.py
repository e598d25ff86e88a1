# SPDX-License-Identifier: EUPL-1.2
"""Routes of systems, machines, links and levels, below /can-bo/he-thong-thong-tin/."""

from django.urls import URLPattern, path

from tinhso.faces.desk.security import (
    checks,
    level_checklist,
    level_counters,
    level_duties,
    level_layers,
    level_money,
    levels,
    links,
    machines,
    systems,
)

urlpatterns: list[URLPattern] = [
    path("", systems.system_list, name="systems"),
    path("moi/<uuid:system_id>/", systems.new, name="system_new"),
    path("dau-vao/", systems.inputs, name="security_inputs"),
    path("may/", machines.machine_list, name="machines"),
    path("may/nhap/", machines.take_in, name="machines_take_in"),
    path("may/mau/", machines.sample, name="machines_sample"),
    path("may/moi/<uuid:machine_id>/", machines.new, name="machine_new"),
    path("may/<uuid:machine_id>/", machines.machine, name="machine"),
    path("do-phu/", machines.coverage, name="machine_coverage"),
    path("duong-truyen/", links.link_list, name="internet_links"),
    path("duong-truyen/<uuid:link_id>/", links.link, name="internet_link"),
    path("ho-so/", levels.dossier_list, name="level_dossiers"),
    path("ho-so/<uuid:dossier_id>/", levels.dossier, name="level_dossier"),
    path("ho-so/<uuid:dossier_id>/noi-dung/", levels.content, name="level_content"),
    path("ho-so/<uuid:dossier_id>/tep/<uuid:document_id>/", levels.file, name="level_file"),
    path("ho-so/<uuid:dossier_id>/xem-truoc/<slug:form>/", levels.preview, name="level_preview"),
    path("ho-so/<uuid:dossier_id>/ky/<slug:form>/", levels.sign, name="level_sign"),
    path("den-han/", level_duties.due, name="security_due"),
    path("lich-kiem-tra/", checks.calendar, name="security_checks"),
    path("lich-kiem-tra/<uuid:check_id>/", checks.check, name="security_check"),
    path("lich-kiem-tra/<uuid:check_id>/bao-cao/", checks.report, name="check_report"),
    path("bon-lop/", level_layers.layer_table, name="security_layers"),
    path("kinh-phi/", level_money.money, name="security_money"),
    path("so-dem/", level_counters.counters, name="security_counters"),
    path("xep-loai/", level_counters.bands, name="security_bands"),
    path("<uuid:system_id>/", systems.system, name="system"),
    path("<uuid:system_id>/sua/", systems.change, name="system_change"),
    path("<uuid:system_id>/cap-do/", levels.determine, name="system_level"),
    path("<uuid:system_id>/yeu-cau/", level_checklist.checklist, name="system_checklist"),
    path("<uuid:system_id>/yeu-cau/<slug:key>/", level_checklist.requirement, name="system_requirement"),
    path("<uuid:system_id>/lich-kiem-tra/", checks.system, name="system_checks"),
    path("<uuid:system_id>/bon-lop/", level_layers.system_layers, name="system_layers"),
]
