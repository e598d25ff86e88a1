# SPDX-License-Identifier: EUPL-1.2
"""The operator's face: health, dead letters, ledger."""
