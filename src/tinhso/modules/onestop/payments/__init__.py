# SPDX-License-Identifier: EUPL-1.2
"""Fees and payments (phí, lệ phí): what is due, the words of money, the way to the gateway.

`rules`: amounts from the frozen definition; `types`: channels, outcomes, acts `fee:*` and `payment:*`; `gateway`:
the wire. Tables, actions and queries stand with the others of the module: `models/payments`, `actions/charges`,
`actions/payments`, `actions/refunds`, `actions/reconciliation`, `queries/payments`.
Law: Nghị định 118/2025/NĐ-CP, Điều 24.
"""
