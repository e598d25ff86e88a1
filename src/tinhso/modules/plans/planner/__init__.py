# SPDX-License-Identifier: EUPL-1.2
"""The planner: which tasks lift the score and the place most (chọn nhiệm vụ theo ngân sách, thời hạn, đơn vị).

`solve.best`, `solve.pareto` and `solve.reach` ask HiGHS for the choice; `rules` counts every answer again in decimals;
`explain` says in Vietnamese why each task was chosen or left. Pure: no database, no clock, no page (ADR 0044).
"""
