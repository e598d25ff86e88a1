# SPDX-License-Identifier: EUPL-1.2
"""Tests of the pure parts of threat intelligence."""
