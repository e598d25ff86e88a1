# SPDX-License-Identifier: EUPL-1.2
"""From records of the spool to rows and alerts: pure; `actions.detecting` keeps them, `detector` drives."""
