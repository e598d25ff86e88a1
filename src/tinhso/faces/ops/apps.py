# SPDX-License-Identifier: EUPL-1.2
"""Django application of faces.ops."""

from django.apps import AppConfig


class OpsConfig(AppConfig):
    name = "tinhso.faces.ops"
    label = "face_ops"
