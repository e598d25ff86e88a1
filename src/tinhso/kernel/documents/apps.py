# SPDX-License-Identifier: EUPL-1.2
"""Django application of kernel.documents."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "tinhso.kernel.documents"
    label = "documents"
