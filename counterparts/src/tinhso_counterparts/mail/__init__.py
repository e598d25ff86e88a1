# SPDX-License-Identifier: EUPL-1.2
"""Mail (thư điện tử): a server that takes every message, and a page that shows what people would have got.

Wrong in two ways: `temporary` (default) answers 451 to every recipient; `reject` answers 550 to some of them,
always the same (see `smtp.is_rejected`). The inbox stays open whatever the mode.
"""
