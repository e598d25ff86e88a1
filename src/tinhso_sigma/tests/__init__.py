# SPDX-License-Identifier: EUPL-1.2
"""Tests of the detection core; `plain` is a second evaluator, `oracle` a third opinion."""
