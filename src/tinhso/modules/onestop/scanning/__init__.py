# SPDX-License-Identifier: EUPL-1.2
"""Digitising components of a dossier (số hóa thành phần hồ sơ): words, what is counted, what is suggested."""
