# SPDX-License-Identifier: EUPL-1.2
"""People, enterprises, officers, sign-in, roles, delegation, access log (định danh, ủy quyền)."""
