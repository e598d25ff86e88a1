# SPDX-License-Identifier: EUPL-1.2
"""Routes of faces.portal."""

from django.urls import URLPattern, path

from tinhso.faces.portal.views import pages

app_name = "portal"
urlpatterns: list[URLPattern] = [
    path("dang-nhap/", pages.sign_in, name="sign_in"),
    path("lien-he/", pages.contact, name="contact"),
    path("kha-nang-tiep-can/", pages.accessibility, name="accessibility"),
    path("du-lieu-ca-nhan/", pages.personal_data, name="personal_data"),
    path("so-do/", pages.sitemap, name="sitemap"),
    path("sitemap.xml", pages.sitemap_xml, name="sitemap_xml"),
    path("robots.txt", pages.robots, name="robots"),
]
