# SPDX-License-Identifier: EUPL-1.2
"""Services offered before anyone asks: dated definitions, four grades, one's own decision, the way back (ADR 0027).

Law: 224/2026/NĐ-CP, Điều 16–17. Acts: `proactive:*`; every reading of data is `person:data:read`.
"""
