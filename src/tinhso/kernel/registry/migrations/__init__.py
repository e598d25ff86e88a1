# SPDX-License-Identifier: EUPL-1.2
"""Schema of kernel.registry, step by step."""
