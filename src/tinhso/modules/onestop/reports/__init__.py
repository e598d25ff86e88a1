# SPDX-License-Identifier: EUPL-1.2
"""Report templates made without code (mẫu báo cáo): what is counted, by what, for which kind of period (TTHC-24)."""
