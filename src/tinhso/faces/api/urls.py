# SPDX-License-Identifier: EUPL-1.2
"""Routes of faces.api: one folder per version, so that a new one never moves the old."""

from django.urls import include, path

from tinhso.faces.api import openapi, v1

app_name = "api"
urlpatterns = [
    path("v1/openapi.json", openapi.openapi, name="openapi"),
    path("v1/", include((v1.routes(), "v1"))),
]
