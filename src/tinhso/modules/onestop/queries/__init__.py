# SPDX-License-Identifier: EUPL-1.2
"""Reads of the one-stop, grouped by noun or by the page that asks."""
