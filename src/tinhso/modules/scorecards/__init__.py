# SPDX-License-Identifier: EUPL-1.2
"""Scored index definitions over figures (bộ chỉ số chấm điểm): the index of Decision 766 and the nine indicators.
Commitments of provinces as five articles reported them (cam kết), with their qualifiers and disagreements.

No case kinds, no acts, no tables: definitions are data with dates, points are computed from facts when they are asked
for. What nobody confirmed or no act carries is shown so and never counted silently.
Law: Quyết định 766/QĐ-TTg ngày 23/6/2022; Thông tư 01/2018/TT-VPCP, Điều 13.
"""
