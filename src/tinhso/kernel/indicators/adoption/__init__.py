# SPDX-License-Identifier: EUPL-1.2
"""Another installation's ledger as one signed file, and its adoption beside our own (ADR 0049)."""
