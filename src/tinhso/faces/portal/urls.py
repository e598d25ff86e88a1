# SPDX-License-Identifier: EUPL-1.2
"""Routes of faces.portal."""

from django.urls import URLPattern

app_name = "portal"
urlpatterns: list[URLPattern] = []
