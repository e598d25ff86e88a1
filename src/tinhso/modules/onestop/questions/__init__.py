# SPDX-License-Identifier: EUPL-1.2
"""Model questions and answers (hỏi đáp mẫu) about procedures, written by the province's controller of procedures.

Law: 01/2018/TT-VPCP, Điều 16 (guidance by model questions and answers, telephone, chat).
"""
