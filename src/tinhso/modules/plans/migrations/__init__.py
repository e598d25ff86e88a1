# SPDX-License-Identifier: EUPL-1.2
"""Schema of modules.plans, step by step."""
