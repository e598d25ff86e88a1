# SPDX-License-Identifier: EUPL-1.2
"""Scored index definitions over figures (bộ chỉ số chấm điểm): the index of Decision 766 and the nine indicators.
Commitments of provinces as five articles reported them (cam kết), with their qualifiers and disagreements.
Rounds of assessment by digital transformation (kỳ đánh giá): what acts prove, what units declare, three scores.
The register of legal instruments with the life of each (sổ văn bản), and what is issued every year.

Case kind: declaration. Acts: assessment:* (opened, closed) and declaration:* (opened, assigned, passed on, declared,
accepted, sent back, asked again, lapsed, score entered, question noted); yearly_issue:* (noted, taken back).
Definitions are data with dates, points are computed when they are asked for. What nobody confirmed or no act carries
is shown so and never counted silently.
Law: Quyết định 766/QĐ-TTg ngày 23/6/2022; Thông tư 01/2018/TT-VPCP, Điều 13; 922/QĐ-BTTTT ngày 20/5/2022.
"""
