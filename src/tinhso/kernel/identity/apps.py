# SPDX-License-Identifier: EUPL-1.2
"""Django application of kernel.identity."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "tinhso.kernel.identity"
    label = "identity"
