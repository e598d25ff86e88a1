# SPDX-License-Identifier: EUPL-1.2
"""Django application of kernel.casework."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "tinhso.kernel.casework"
    label = "casework"
