# SPDX-License-Identifier: EUPL-1.2
"""Tests of importing: files written here, a collector that really runs."""
