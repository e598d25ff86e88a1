# SPDX-License-Identifier: EUPL-1.2
"""From bytes to one normal event, pure: `reading.read` never raises and never loses a byte.

`assembly.Assembler` does the same for formats whose events or whose meaning spread over lines (auditd, Zeek tables).
"""
