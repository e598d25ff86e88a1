# SPDX-License-Identifier: EUPL-1.2
"""Writes of the registry: load the law's tables, install a province, apply a reorganisation."""

from tinhso.kernel.registry.actions.installation import create_post, create_unit, install_province
from tinhso.kernel.registry.actions.reference import load_reference
from tinhso.kernel.registry.actions.reorganisation import carry_out, plan_reorganisation
from tinhso.kernel.registry.actions.vertical import add_vertical_body

__all__ = [
    "add_vertical_body",
    "carry_out",
    "create_post",
    "create_unit",
    "install_province",
    "load_reference",
    "plan_reorganisation",
]
