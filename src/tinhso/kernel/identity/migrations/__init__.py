# SPDX-License-Identifier: EUPL-1.2
"""Schema of kernel.identity, step by step."""
