# SPDX-License-Identifier: EUPL-1.2
"""Schema of modules.scorecards, step by step."""
