# SPDX-License-Identifier: EUPL-1.2
"""Endpoints of the public API by noun; each reads, none writes."""
