# SPDX-License-Identifier: EUPL-1.2
"""Incidents: step table, classes, clocks of the law, playbooks and papers. Pure but for the papers."""
