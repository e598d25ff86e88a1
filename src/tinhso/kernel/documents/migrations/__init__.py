# SPDX-License-Identifier: EUPL-1.2
"""Schema of kernel.documents, step by step."""
