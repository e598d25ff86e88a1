# SPDX-License-Identifier: EUPL-1.2
"""A walk through every face as everybody: no page and no file calls a score of ours official (ADR 0041)."""
