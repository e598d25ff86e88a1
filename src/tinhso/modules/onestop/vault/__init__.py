# SPDX-License-Identifier: EUPL-1.2
"""Personal store (kho quản lý dữ liệu điện tử của tổ chức, cá nhân): what a person got and handed in, for reuse.

Law: 45/2020/NĐ-CP Điều 16 (amended), 01/2023/TT-VPCP Điều 24, 224/2026 Điều 15. Acts: `vault:*`,
`dossier:component:reused`, `dossier:result:revoked`.
"""
