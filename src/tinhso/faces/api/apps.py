# SPDX-License-Identifier: EUPL-1.2
"""Django application of faces.api."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "tinhso.faces.api"
    label = "face_api"
