# SPDX-License-Identifier: EUPL-1.2
"""Plans at the desk: the list, one plan with its tasks and lights, goals, tasks, money, the annex in and out."""
