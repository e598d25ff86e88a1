# SPDX-License-Identifier: EUPL-1.2
"""Routes of faces.desk."""

from django.urls import URLPattern, path

from tinhso.faces.desk.views import (
    books,
    consultations,
    counter,
    delegations,
    demo,
    dossiers,
    fees,
    inbox,
    linked,
    registers,
    revocations,
    search,
    signing,
    units,
)

app_name = "desk"
urlpatterns: list[URLPattern] = [
    path("", inbox.inbox, name="inbox"),
    path("ho-so/<uuid:dossier_id>/", dossiers.dossier, name="dossier"),
    path("ho-so/<uuid:dossier_id>/viec/<slug:name>/", dossiers.step, name="step"),
    path("ho-so/<uuid:dossier_id>/xem-thu/", dossiers.preview, name="preview"),
    path("ho-so/<uuid:dossier_id>/co-quan/", consultations.unit_options, name="unit_options"),
    path("ho-so/<uuid:dossier_id>/phieu-kiem-soat/", books.control_slip, name="control_slip"),
    path("ho-so/<uuid:dossier_id>/tep/<uuid:document_id>/", dossiers.download, name="download"),
    path("ho-so/<uuid:dossier_id>/thu-hoi/", revocations.revoke, name="revoke"),
    path("ho-so/<uuid:dossier_id>/tra-cuu/<slug:key>/", registers.query, name="query_register"),
    path("ho-so/<uuid:dossier_id>/khoan/<uuid:charge_id>/thu/", fees.cash, name="cash"),
    path("ho-so/<uuid:dossier_id>/khoan/<uuid:charge_id>/muc/", fees.state, name="state_fee"),
    path("ho-so/<uuid:dossier_id>/khoan/<uuid:charge_id>/mien/", fees.exempt, name="exempt"),
    path("ho-so/<uuid:dossier_id>/khoan-nop/<uuid:payment_id>/hoan/", fees.refund, name="refund"),
    path("ho-so/<uuid:dossier_id>/bien-lai/<uuid:payment_id>/", fees.receipt, name="fee_receipt"),
    path("ho-so/<uuid:dossier_id>/co-quan/<slug:way>/", linked.bodies, name="bodies"),
    path("lien-thong/<uuid:part_id>/", linked.linked_part, name="linked_part"),
    path("y-kien/<uuid:consultation_id>/", consultations.consultation, name="consultation"),
    path("quay/", counter.counter, name="counter"),
    path("quay/nguoi-moi/", counter.register, name="counter_register"),
    path("quay/<uuid:person_id>/", counter.procedure, name="counter_procedure"),
    path("quay/<uuid:person_id>/<str:code>/", counter.file, name="counter_file"),
    path("ky-duyet/", signing.signing, name="signing"),
    path("ky-duyet/ky/", signing.sign_chosen, name="sign_chosen"),
    path("tra-cuu/", search.search, name="search"),
    path("so-theo-doi/", books.books, name="books"),
    path("so-theo-doi/<uuid:unit_id>/<slug:field>/<int:year>/", books.book, name="book"),
    path("don-vi/", units.unit, name="unit"),
    path("uy-quyen/", delegations.delegations, name="delegations"),
    path("uy-quyen/<uuid:delegation_id>/cham-dut/", delegations.end_delegation, name="end_delegation"),
    path("trinh-dien/", demo.demo, name="demo"),
]
