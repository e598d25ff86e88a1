# SPDX-License-Identifier: EUPL-1.2
"""What each component of the design system shows: plain functions from values to the context of its template.

`templatetags/ui.py` makes them tags; `/thanh-phan/` shows them all.
"""
