# SPDX-License-Identifier: EUPL-1.2
"""Django application of kernel.registry."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "tinhso.kernel.registry"
    label = "registry"
