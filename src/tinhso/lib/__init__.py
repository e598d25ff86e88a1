# SPDX-License-Identifier: EUPL-1.2
"""Pure helpers without Django: Vietnamese text, money, identifiers, dated norms, Merkle trees."""
