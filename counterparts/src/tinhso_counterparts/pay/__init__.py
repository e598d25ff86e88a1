# SPDX-License-Identifier: EUPL-1.2
"""Payment gateway (cổng thanh toán): orders, a page where the test citizen pays, signed notices, the bank's statement.

Wrong in five ways, all about the notice after a payment: `twice` (default) sends it two times; `late` sends it after
the delay; `never` sends none; `amount` lets 1,000 đồng too little through, on the notice and on the statement;
`signature` signs it with another secret.
"""
