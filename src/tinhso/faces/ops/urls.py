# SPDX-License-Identifier: EUPL-1.2
"""Routes of faces.ops."""

from django.urls import URLPattern, path

from tinhso.faces.ops.views import (
    calendars,
    data,
    home,
    inbound,
    interruptions,
    ledger,
    letters,
    money,
    officers,
    partners,
    posts,
    quality,
    reorganisation,
    reports,
    staff_list,
)

app_name = "ops"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("su-kien-giu-lai/<int:parked_id>/", home.retry, name="retry"),
    path("thu-khong-gui-duoc/", letters.letters, name="letters"),
    path("thu-khong-gui-duoc/<uuid:message_id>/gui-lai/", letters.resend, name="resend"),
    path("thu-khong-gui-duoc/<uuid:message_id>/bo-qua/", letters.set_aside, name="set_aside"),
    path("lien-thong/", partners.partners, name="partners"),
    path("lien-thong/ban-tin-den/", inbound.inbound, name="inbound"),
    path("lien-thong/ban-tin-den/<uuid:message_id>/", inbound.settle, name="settle_inbound"),
    path("lien-thong/bao-cao/", reports.reports, name="reports"),
    path("lien-thong/gui-lai/", partners.replay, name="replay"),
    path("lien-thong/<slug:key>/tam-ngung/", partners.suspend, name="suspend"),
    path("doi-soat/", money.reconciliation, name="reconciliation"),
    path("so-su-kien/", ledger.ledger, name="ledger"),
    path("sap-xep-don-vi/", reorganisation.reorganisation, name="reorganisation"),
    path("can-bo/", officers.officers, name="officers"),
    path("can-bo/moi/", officers.register, name="officer_new"),
    path("can-bo/danh-sach/", staff_list.staff_list, name="staff_list"),
    path("can-bo/danh-sach/mau/", staff_list.template, name="staff_template"),
    path("can-bo/de-nghi/<uuid:proposal_id>/", posts.decide, name="decide"),
    path("can-bo/<uuid:officer_id>/", officers.officer, name="officer"),
    path("can-bo/<uuid:officer_id>/bo-tri/", posts.appoint, name="appoint"),
    path("can-bo/<uuid:officer_id>/bo-tri/<uuid:unit_id>/lap/", posts.open_post, name="open_post"),
    path("can-bo/<uuid:officer_id>/thoi/<uuid:assignment_id>/", posts.end, name="end_post"),
    path("can-bo/<uuid:officer_id>/khoa/", officers.deed, {"deed": "khoa"}, name="disable"),
    path("can-bo/<uuid:officer_id>/<slug:deed>/", officers.deed, name="officer_deed"),
    path("tam-ngung/", interruptions.interruptions, name="interruptions"),
    path("tam-ngung/<uuid:interruption_id>/bo/", interruptions.withdraw, name="withdraw_interruption"),
    path("kha-dung/", quality.availability, name="availability"),
    path("kha-dung/<int:year>.pdf", quality.yearly_report, name="yearly_report"),
    path("ngay-nghi/", calendars.days_off, name="days_off"),
    path("du-lieu-thu-tuc/", data.data, name="data"),
]
