# SPDX-License-Identifier: EUPL-1.2
"""Django application of faces.portal."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "tinhso.faces.portal"
    label = "face_portal"
