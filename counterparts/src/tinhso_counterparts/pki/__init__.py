# SPDX-License-Identifier: EUPL-1.2
"""Certification authority (cơ quan chứng thực): root, issuing CA, EST enrolment, OCSP, CRL and time stamps.

Wrong in three ways: `ocsp-unknown` and `tsa-reject` (both, when none is named) and `bad-time`, which stamps
a time 400 days in the past. Keys and records stay in the folder, so a restart changes nothing.
"""
