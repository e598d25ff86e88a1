# SPDX-License-Identifier: EUPL-1.2
"""`tinhso restore FILE`: check an archive; with --apply put it into an empty installation."""

import sys
from contextlib import ExitStack
from pathlib import Path

import click

from tinhso.config import env
from tinhso.faces.cli.output import console, json_option, print_json, progress_bar
from tinhso.runtime import backup as archives
from tinhso.runtime import postgres


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--apply", "do_apply", is_flag=True, help="Khôi phục thật (without it: only check).")
@json_option
def restore(file: Path, do_apply: bool, as_json: bool) -> None:
    """Kiểm tra bản sao lưu FILE: mã băm, phiên bản, chỗ khôi phục có trống không; --apply để khôi phục.

    Check a backup; --apply restores it into an empty installation.
    """
    with ExitStack() as stack:
        if not env.DATABASE_URL:
            stack.enter_context(postgres.Share(env.VAR))
        progress = stack.enter_context(progress_bar("Đang kiểm tra", hidden=as_json))
        manifest = archives.apply(file, progress=progress) if do_apply else archives.verify(file, progress=progress)
        refused = [] if do_apply else archives.obstacles(manifest)
        missing = archives.missing_keys(manifest)
    if as_json:
        print_json(
            {
                "created_at": manifest.created_at,
                "entries": len(manifest.entries),
                "obstacles": refused,
                "missing_keys": missing,
                "restored": do_apply,
            }
        )
    else:
        _tell(manifest, refused, missing, restored=do_apply)
    sys.exit(1 if refused else 0)


def _tell(manifest: archives.Manifest, refused: list[str], missing: list[str], *, restored: bool) -> None:
    console.print(
        f"Bản sao lưu lúc {manifest.created_at}, Tỉnh Số {manifest.tinhso}, "
        f"PostgreSQL {manifest.postgresql}: {len(manifest.entries)} mục, mã băm đều khớp."
    )
    for sentence in refused:
        console.print(f"[red]✗[/] {sentence}")
    if missing:
        console.print(f"Cần chép lại {len(missing)} khóa vào {env.KEY_FOLDER}: {', '.join(missing)}.")
    if restored:
        console.print("Đã khôi phục. Chạy `tinhso up` (bước cập nhật cấu trúc CSDL, nếu có, được làm khi ấy).")
    elif not refused:
        console.print("Khôi phục được. Chạy lại với --apply để thực hiện.")
