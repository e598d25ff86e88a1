# SPDX-License-Identifier: EUPL-1.2
"""Routes of faces.api."""

from django.urls import URLPattern

app_name = "api"
urlpatterns: list[URLPattern] = []
