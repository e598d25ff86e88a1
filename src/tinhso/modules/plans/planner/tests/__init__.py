# SPDX-License-Identifier: EUPL-1.2
"""Tests of the planner: against every subset on small cases, and every sentence."""
