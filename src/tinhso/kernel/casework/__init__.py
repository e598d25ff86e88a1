# SPDX-License-Identifier: EUPL-1.2
"""The Case spine: state, whose turn, clock (hồ sơ công việc)."""
