# SPDX-License-Identifier: EUPL-1.2
"""Tests that need more than one package."""
