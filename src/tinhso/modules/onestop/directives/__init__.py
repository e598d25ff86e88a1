# SPDX-License-Identifier: EUPL-1.2
"""Directing (chỉ đạo, điều hành): what a head or leader tells a unit or an officer to do about one dossier."""
