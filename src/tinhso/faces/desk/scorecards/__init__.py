# SPDX-License-Identifier: EUPL-1.2
"""Rounds of assessment at the desk: the rounds, one round, one component, what I declare."""
