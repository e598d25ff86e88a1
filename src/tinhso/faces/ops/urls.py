# SPDX-License-Identifier: EUPL-1.2
"""Routes of faces.ops."""

from django.urls import URLPattern

app_name = "ops"
urlpatterns: list[URLPattern] = []
