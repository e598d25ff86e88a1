# SPDX-License-Identifier: EUPL-1.2
"""One-stop shop (một cửa): dossiers of administrative procedures from filing to result.

Case kinds: `dossier` (hồ sơ thủ tục hành chính), `consultation` (lấy ý kiến cơ quan phối hợp, child of a dossier),
`linked_part` (phần việc liên thông, child of a dossier).
Acts: `dossier:*`, `paper:issued`, `procedure:published` — see `types`; `part:*` — see `linked.types`; `fee:*`,
`payment:*` — see `payments.types`;
`ticket:*`, `visit:*`, `queue:*` — see `queue.types`.
Law: Nghị định 118/2025/NĐ-CP, Nghị định 61/2018/NĐ-CP, Thông tư 03/2025/TT-VPCP, Quyết định 766/QĐ-TTg.
The golden module: read it first, copy its shape.
"""
