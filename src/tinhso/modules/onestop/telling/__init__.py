# SPDX-License-Identifier: EUPL-1.2
"""How applicants are told: which ways a person chose for which kind of notice, and the short texts."""
