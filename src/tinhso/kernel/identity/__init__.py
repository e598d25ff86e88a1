# SPDX-License-Identifier: EUPL-1.2
"""People, enterprises, officers, sign-in, roles, delegation, access log (định danh, ủy quyền).

For: who somebody is, and in which seats an officer may act on a day: posts held by assignment or lent by delegation.
The only package whose columns are made for names of people; everyone else keeps keys (`person:…`, `officer:…`).
Case kinds: none. Acts: `person:*`, `organisation:registered`, `officer:*`, `account:*` — see `types`.
Law: Nghị định 137/2015/NĐ-CP and Thông tư 59/2021/TT-BCA on the personal number; Luật 91/2025/QH15 on personal data.
"""
