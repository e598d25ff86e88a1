# SPDX-License-Identifier: EUPL-1.2
"""The citizen's face (cổng dịch vụ công)."""
