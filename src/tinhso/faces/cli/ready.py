# SPDX-License-Identifier: EUPL-1.2
"""Make Django ready for a command: the database runs before the settings read its address."""

import os
import sys

import click
import django

from tinhso.config import env
from tinhso.runtime import postgres, run_file


def open_django(ctx: click.Context) -> None:
    """Start the embedded server if the installation uses it, until the command ends; then load the models.

    Under the supervisor the server runs already and is the supervisor's to start; help needs none.
    """
    asks_for_help = {"-h", "--help"} & set(sys.argv)
    if not env.DATABASE_URL and run_file.MARK not in os.environ and not asks_for_help:
        ctx.with_resource(postgres.Share(env.VAR))
    django.setup()
