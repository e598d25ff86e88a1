# SPDX-License-Identifier: EUPL-1.2
"""The table of scores of the ministry (bảng điểm thẩm định, công nhận) read from Excel and CSV into a round.

Reading never chooses silently: what is doubtful stands beside its row, with one sentence; nothing is written here.
"""
