# SPDX-License-Identifier: EUPL-1.2
"""Files, versions, rendering, digital signature (văn bản, ký số)."""
