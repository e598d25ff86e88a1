# SPDX-License-Identifier: EUPL-1.2
"""`tinhso backup FILE`: one archive of database, files and list of keys, while the system runs."""

from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import click

from tinhso.config import env
from tinhso.faces.cli.output import console, json_option, print_json, progress_bar
from tinhso.runtime import backup as archives
from tinhso.runtime import postgres
from tinhso.runtime.backup import journal


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@json_option
def backup(file: Path, as_json: bool) -> None:
    """Sao lưu CSDL, tệp và danh mục khóa vào FILE (.tar.gz), không cần dừng hệ thống. Khóa ký phải cất riêng.

    Back up to one archive while the system runs. Signing keys are listed, not copied.
    """
    began_at = datetime.now(UTC)
    with ExitStack() as stack:
        if not env.DATABASE_URL:
            stack.enter_context(postgres.Share(env.VAR))
        progress = stack.enter_context(progress_bar("Đang sao lưu", hidden=as_json))
        manifest = archives.write(file.resolve(), now=began_at, progress=progress)
    size = file.stat().st_size
    journal.note(env.VAR, journal.Made(began_at, size))
    if as_json:
        print_json({"file": str(file), "size_bytes": size, "entries": len(manifest.entries), "keys": manifest.keys})
        return
    console.print(f"Đã sao lưu {len(manifest.entries)} mục vào {file} ({size / 1e6:.1f} MB).")
    if manifest.keys:
        console.print(f"Nhớ cất riêng {len(manifest.keys)} khóa trong {env.KEY_FOLDER}: chúng không nằm trong tệp.")
