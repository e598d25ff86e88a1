# SPDX-License-Identifier: EUPL-1.2
"""Areas, units and posts, true on a date (đơn vị, địa bàn, chức vụ).

For: every question "which unit, where, on that day". Codes are re-used by law, so a key is code and date; what the
law changed and what this installation has applied are two dates (ADR 0009). No personal data: who holds a post stands
in identity.
Case kinds: none. Acts: `registry:installed`, `registry:reorganised`, `registry:unit:merged`.
Law: Quyết định 20/2020/QĐ-TTg on identifiers of agencies; resolutions on mergers, named in each row of change.
"""
