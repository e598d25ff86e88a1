# SPDX-License-Identifier: EUPL-1.2
"""Areas, units and posts, true on a date (đơn vị, địa bàn, chức vụ)."""
