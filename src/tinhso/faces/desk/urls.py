# SPDX-License-Identifier: EUPL-1.2
"""Routes of faces.desk."""

from django.urls import URLPattern

app_name = "desk"
urlpatterns: list[URLPattern] = []
