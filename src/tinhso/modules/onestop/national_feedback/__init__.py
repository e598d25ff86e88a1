# SPDX-License-Identifier: EUPL-1.2
"""The national feedback system (hệ thống phản ánh, kiến nghị): what is sent here is told there, and the other way.

The sender's name never leaves: who wrote here is answered here. The messages are ours, none are published (ADR 0038).
Law: 01/2018/TT-VPCP, Điều 16 và 17; 766/QĐ-TTg.
"""
