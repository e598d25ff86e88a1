# SPDX-License-Identifier: EUPL-1.2
"""Schema of kernel.indicators, step by step."""
