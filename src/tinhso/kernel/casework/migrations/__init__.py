# SPDX-License-Identifier: EUPL-1.2
"""Schema of kernel.casework, step by step."""
