# SPDX-License-Identifier: EUPL-1.2
"""Administration of officers (quản trị tài khoản cán bộ): who gets an account, a post, a way in, and who agrees to it.

Every deed is an act with a reason. Nobody administers the own account. A post that can oversee others, and the
second factor of whoever holds one, needs two people (`policies`); a sheet of staff is looked at before it is
written (`sheets`).
"""
