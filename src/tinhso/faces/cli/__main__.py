# SPDX-License-Identifier: EUPL-1.2
"""`python -m tinhso.faces.cli` is `tinhso`."""

from tinhso.faces.cli.main import main

main()
