# SPDX-License-Identifier: EUPL-1.2
"""`tinhso exercise FILE`: restore a backup into an empty place, verify it there, and record that it was done."""

import hashlib
import sys
import time
from dataclasses import asdict
from pathlib import Path

import click
from django.utils import timezone

from tinhso.faces.cli.output import console, json_option, print_json
from tinhso.modules.onestop.actions import record_exercise
from tinhso.runtime import exercise as exercises


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@json_option
def exercise(file: Path, as_json: bool) -> None:
    """Diễn tập khôi phục: dựng bản sao lưu FILE ở một nơi trống, kiểm tra sổ sự kiện ở đó, ghi lại lần diễn tập.

    Restore a backup into an empty place that is deleted afterwards, verify its ledger, record the exercise as an act.
    """
    began = time.monotonic()
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    found = exercises.carry_out(file)
    seconds = round(time.monotonic() - began)
    record_exercise(found, sha256=digest, seconds=seconds, now=timezone.now())
    if as_json:
        print_json({**asdict(found), "sha256": digest, "seconds": seconds})
    else:
        console.print(
            f"Đã khôi phục bản sao lưu lúc {found.created_at} sau {seconds} giây: {found.entries} mục, "
            f"{found.acts} sự kiện, sổ {'nguyên vẹn' if found.sound else 'KHÔNG nguyên vẹn'}. Đã ghi lần diễn tập."
        )
    sys.exit(0 if found.sound else 1)
