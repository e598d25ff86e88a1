# SPDX-License-Identifier: EUPL-1.2
"""Two provinces become one: what each said of itself stays right, and what they say together is their sum."""
