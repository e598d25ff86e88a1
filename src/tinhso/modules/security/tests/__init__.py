# SPDX-License-Identifier: EUPL-1.2
"""Tests of the register of sources and of the ledger of what came."""
