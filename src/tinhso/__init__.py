# SPDX-License-Identifier: EUPL-1.2
"""Tỉnh Số: the platform with which a Vietnamese province runs its digital transformation and proves it."""

__version__ = "0.1.0"
