# SPDX-License-Identifier: EUPL-1.2
"""Working time, holidays and time limits (thời hạn giải quyết)."""
