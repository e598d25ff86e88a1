# SPDX-License-Identifier: EUPL-1.2
"""Dossiers of the province that run on a ministry's system (hệ thống của bộ): counted apart, never changed.

Only number, procedure, body, state and dates are kept; who applied stays with the ministry. Partner: `ministry`.
Law: 11/2025/TT-BKHCN (what a ministry's system runs, the province does not). Fields are named as in the sync service.
"""
