# SPDX-License-Identifier: EUPL-1.2
"""Filing for another: a helper with a code of consent, a parent whom the civil-status register names (ADR 0028)."""
