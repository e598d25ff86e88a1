# SPDX-License-Identifier: EUPL-1.2
"""The national public-service portal (Cổng Dịch vụ công quốc gia) told of every dossier, and its book compared nightly.

Acts of a dossier become messages on the stream `dossier:<id>` of `kernel.exchange`; nobody at the counter waits.
Source: the legacy JSON service as seen in public code; 61/2018/NĐ-CP. The annexes of 04/2025/TT-VPCP were not read.
"""
