# SPDX-License-Identifier: EUPL-1.2
"""Tests of the rules of levels; each names its article."""
