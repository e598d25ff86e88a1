# SPDX-License-Identifier: EUPL-1.2
"""Stand-in for the national public-service portal (Cổng Dịch vụ công quốc gia): dossiers as a province reports them.

The JSON service as it was seen in public code: login, DongBoHoSoMC, CapNhatTienDoHoSoMC, TraCuuHoSo. Beside it the
coordination API of 2026 as a vendor describes it, over the same book.
"""
