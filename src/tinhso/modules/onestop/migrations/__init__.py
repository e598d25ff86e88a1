# SPDX-License-Identifier: EUPL-1.2
"""Schema of modules.onestop, step by step."""
