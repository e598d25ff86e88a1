# SPDX-License-Identifier: EUPL-1.2
"""Taking one's own last step back (hoàn tác) while nobody went on from it.

Source: 224/2026/NĐ-CP, Điều 23 khoản 6; ADR 0035.
"""
