# SPDX-License-Identifier: EUPL-1.2
"""Tests of reading and writing the annex of a plan; every task in them is made up."""
