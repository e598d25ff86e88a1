# SPDX-License-Identifier: EUPL-1.2
"""Schema of kernel.events, step by step."""
