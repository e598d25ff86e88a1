# SPDX-License-Identifier: EUPL-1.2
"""The officer's face (bàn làm việc)."""
