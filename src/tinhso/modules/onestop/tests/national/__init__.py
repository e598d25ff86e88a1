# SPDX-License-Identifier: EUPL-1.2
"""Tests of the national portal's side of the one-stop."""
