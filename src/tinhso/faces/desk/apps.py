# SPDX-License-Identifier: EUPL-1.2
"""Django application of faces.desk."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "tinhso.faces.desk"
    label = "face_desk"
