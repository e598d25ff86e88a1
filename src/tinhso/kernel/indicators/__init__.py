# SPDX-License-Identifier: EUPL-1.2
"""Definitions, facts folded from acts, figures with provenance (chỉ tiêu)."""
