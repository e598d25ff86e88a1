# SPDX-License-Identifier: EUPL-1.2
"""Tests of working time, each norm citing its article."""
