# SPDX-License-Identifier: EUPL-1.2
"""Routes of faces.ops."""

from django.urls import URLPattern, path

from tinhso.faces.ops.views import calendars, data, home, ledger, letters, money, officers, reorganisation

app_name = "ops"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("su-kien-giu-lai/<int:parked_id>/", home.retry, name="retry"),
    path("thu-khong-gui-duoc/", letters.letters, name="letters"),
    path("thu-khong-gui-duoc/<uuid:message_id>/gui-lai/", letters.resend, name="resend"),
    path("doi-soat/", money.reconciliation, name="reconciliation"),
    path("so-su-kien/", ledger.ledger, name="ledger"),
    path("sap-xep-don-vi/", reorganisation.reorganisation, name="reorganisation"),
    path("can-bo/", officers.officers, name="officers"),
    path("can-bo/<uuid:officer_id>/khoa/", officers.disable, name="disable"),
    path("ngay-nghi/", calendars.days_off, name="days_off"),
    path("du-lieu-thu-tuc/", data.data, name="data"),
]
