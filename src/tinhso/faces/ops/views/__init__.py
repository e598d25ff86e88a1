# SPDX-License-Identifier: EUPL-1.2
"""Pages of the operations centre: parse, call, show or redirect."""
