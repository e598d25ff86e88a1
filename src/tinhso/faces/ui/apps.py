# SPDX-License-Identifier: EUPL-1.2
"""Django application of faces.ui."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "tinhso.faces.ui"
    label = "face_ui"
