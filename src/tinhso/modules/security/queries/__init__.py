# SPDX-License-Identifier: EUPL-1.2
"""Reads of information security, grouped by noun."""
