# SPDX-License-Identifier: EUPL-1.2
"""One-stop shop (một cửa): dossiers of administrative procedures from filing to result."""
