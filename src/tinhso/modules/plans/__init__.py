# SPDX-License-Identifier: EUPL-1.2
"""Schemes and plans: goals, tasks with one lead and proof, money, and how far all of it came (đề án, kế hoạch).

Case kind: plan_task. Acts: plan:* (drafted, changed, issued, closed, goals, money) and plan_task:* (given, passed on,
told, reported, confirmed, sent back, put off, taken back). How a task stands is computed from dates and proof, never
typed; money is kept by stage, and of what a share is taken is always named.
Source: the plans of provinces (3015/KH-UBND of Gia Lai): each task names its lead, who helps, its date, its product.
"""
