# SPDX-License-Identifier: EUPL-1.2
"""Schema of kernel.exchange, step by step."""
