# SPDX-License-Identifier: EUPL-1.2
"""Data instead of paper (dữ liệu thay giấy tờ): which paper a database serves, how it is asked, what it answered.

Law: Nghị quyết 66.7/2025/NQ-CP, in force to 2027-02-28. Acts: `dossier:register:*`, `dossier:paper:asked_despite_data`.
"""
