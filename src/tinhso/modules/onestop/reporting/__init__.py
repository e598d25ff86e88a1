# SPDX-License-Identifier: EUPL-1.2
"""Periodic figures for the national reporting system (hệ thống thông tin báo cáo quốc gia).

One message per month and quarter that has ended, from facts alone; again only when its figures have changed.
The messages are ours, none are published (ADR 0038).
Law: 01/2018/TT-VPCP, Điều 17; 01/2020/TT-VPCP (fields of the table).
"""
