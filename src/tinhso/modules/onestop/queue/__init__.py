# SPDX-License-Identifier: EUPL-1.2
"""The queue of a one-stop desk (hàng đợi ở Bộ phận Một cửa): whose turn it is and why, slots, estimated wait."""
