# SPDX-License-Identifier: EUPL-1.2
"""Results sent to another agency as documents of its document system (hệ thống quản lý văn bản), and their states.

The packet is edXML in the variant of the reference writer: header, trace, manifest, signed PDF; states are read by
local name. How packets travel between two agencies here is a signed message of the exchange, not the national axis.
Standard: QCVN 102:2016/BTTTT; 28/2018/QĐ-TTg; codes of agencies 20/2020/QĐ-TTg.
"""
