# SPDX-License-Identifier: EUPL-1.2
"""Routes of the roster, hand-over, wall panel of the security centre; of the pages of a unit and of a leader."""

from django.urls import URLPattern, path

from tinhso.faces.desk.security import duty, handover, overviews, reviews, wall

urlpatterns: list[URLPattern] = [
    path("ca-truc/", duty.roster, name="duty"),
    path("ca-truc/nhap/", duty.take_in, name="duty_take_in"),
    path("ca-truc/mau/", duty.sample, name="duty_sample"),
    path("ban-giao-ca/", handover.handover_list, name="handovers"),
    path("ban-giao-ca/<uuid:handover_id>/", handover.handover, name="handover"),
    path("ra-soat/", reviews.review_list, name="security_reviews"),
    path("bang-treo/", wall.wall, name="wall"),
    path("an-toan-don-vi/", overviews.unit_page, name="security_unit"),
    path("an-toan-lanh-dao/", overviews.leader_page, name="security_leader"),
]
