# SPDX-License-Identifier: EUPL-1.2
"""Definitions of procedures without code: working copies, their parts, questions, comparison, files, readiness. Pure.

A working copy (bản làm việc) is edited part by part, compared with the version in force, and published by a signed act
(`actions/publishing.py`). Law: 61/2018/NĐ-CP, 118/2025/NĐ-CP (internal process, publicity), 224/2026/NĐ-CP Điều 14.
"""
