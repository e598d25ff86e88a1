# SPDX-License-Identifier: EUPL-1.2
"""The command line `tinhso`: one file per command; `main` only knows their names and what each needs."""
