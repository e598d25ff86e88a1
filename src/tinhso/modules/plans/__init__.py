# SPDX-License-Identifier: EUPL-1.2
"""Schemes and plans: goals, tasks, money, proof (đề án, kế hoạch, nhiệm vụ, kinh phí)."""
