# SPDX-License-Identifier: EUPL-1.2
"""Files, versions, numbering, rendering and digital signature (văn bản, tài liệu, ký số).

In:     `actions.store_upload` inspects what people send (`rules.intake`); `actions.store_bytes` keeps what we made.
Out:    `queries.open_version`, `actions.download` (an act with its purpose).
Paper:  `rendering.render` (Typst to PDF/A-2b, `templates/house.typ`), `actions.next_number`.
Sign:   `signing.make_signature` and `actions.keep_signed` inside a step, or `actions.sign_document`.
Check:  `verification.verify_pdf`.
Acts: `document:stored`, `document:signed`, `document:downloaded`. No case kinds.
Law: Nghị định 30/2020/NĐ-CP (layout, numbers, signatures), 23/2025/NĐ-CP and 68/2024/NĐ-CP (signatures),
Luật Lưu trữ 33/2024/QH15 and Thông tư 10/2022/TT-BNV (retention; figures not read yet, so nothing is purged).
Not done: a virus scanner, an S3 store, filling number and date after the first signature, B-LTA.
"""
