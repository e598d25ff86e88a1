# SPDX-License-Identifier: EUPL-1.2
"""Journeys in a real browser against the whole house: database, web, worker and counterparts running."""
