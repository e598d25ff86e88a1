# SPDX-License-Identifier: EUPL-1.2
"""`tinhso ledger …`: verify the whole ledger, seal it, prove one act, check a proof off line."""

import sys
from dataclasses import asdict
from pathlib import Path

import click
from django.utils import timezone

from tinhso.config import env
from tinhso.faces.cli.output import console, json_option, print_json, step_bar
from tinhso.kernel.events import actions, keys, proofs, queries
from tinhso.kernel.events.catalogue import title_of
from tinhso.kernel.events.tasks import ledger_key
from tinhso.kernel.events.timestamping import TimestampService, roots_in
from tinhso.kernel.events.types import Actor
from tinhso.kernel.events.verification import verify_ledger
from tinhso.kernel.indicators.adoption.adopt import adopt as adopt_ledger
from tinhso.kernel.indicators.adoption.adopt import inspect
from tinhso.kernel.indicators.adoption.checking import verify_adopted
from tinhso.kernel.indicators.adoption.export import export_ledger


@click.group()
def ledger() -> None:
    """Sổ sự kiện: kiểm tra, niêm phong, chứng minh (verify, seal, prove)."""


@ledger.command()
@json_option
def verify(as_json: bool) -> None:
    """Kiểm tra toàn bộ sổ; nêu đích danh sự kiện bị sửa, gỡ, chèn, đổi chỗ; mã thoát 1 nếu có lỗi.

    Verify every act against its seal, and every seal against its key and the one before.
    """
    top = queries.sealed_up_to()
    with step_bar("Kiểm tra sổ sự kiện", total=top, hidden=as_json) as report:
        found = verify_ledger(
            keys.trusted_public_keys(env.KEY_FOLDER), roots=roots_in(env.TRUST_FOLDER), progress=report
        )
    adopted = verify_adopted()
    sound = found.sound and all(one.sound for one in adopted)
    if as_json:
        print_json({**asdict(found), "sound": sound, "adopted": [asdict(one) for one in adopted]})
    else:
        console.print(f"{found.acts} sự kiện, {found.seals} niêm phong, {found.unsealed} chờ niêm phong.")
        for one in found.findings:
            console.print(f"[red]✗[/] {one.sentence}")
        for ledger in adopted:
            console.print(f"Sổ tiếp nhận của {ledger.province}: {ledger.acts} sự kiện, {ledger.seals} niêm phong.")
            for one in ledger.findings:
                console.print(f"[red]✗[/] {ledger.province}: {one.sentence}")
        console.print("[green]Sổ nguyên vẹn.[/]" if sound else "[red]Sổ đã bị can thiệp.[/]")
    sys.exit(0 if sound else 1)


@ledger.command()
@click.option("--timestamp/--no-timestamp", default=True, help="Xin dấu thời gian cho niêm phong mới (RFC 3161).")
@json_option
def seal(timestamp: bool, as_json: bool) -> None:
    """Niêm phong ngay các sự kiện mới.

    Seal new acts now instead of waiting for the worker.
    """
    made = actions.seal(now=timezone.now(), key=ledger_key())
    service = TimestampService(env.TSA_URL, roots=roots_in(env.TRUST_FOLDER))
    stamped = actions.timestamp_last_seal(service=service) if timestamp else None
    if as_json:
        print_json({"seals": made, "timestamped": stamped})
        return
    console.print(f"Đã thêm {len(made)} niêm phong." if made else "Không có sự kiện mới.")
    if stamped:
        console.print(f"Niêm phong số {stamped} đã có dấu thời gian.")


@ledger.command()
@click.argument("seq", type=int)
def prove(seq: int) -> None:
    """In mã chứng minh của sự kiện số SEQ (print the inclusion proof of one act)."""
    proof = proofs.proof_of(seq)
    if proof is None:
        console.print("[red]Sự kiện này không có trong sổ hoặc chưa được niêm phong. Hãy chạy `tinhso ledger seal`.")
        sys.exit(1)
    click.echo(proofs.encode(proof))


@ledger.command("check-proof")
@click.argument("text")
@click.option(
    "--key",
    "key_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Khóa công khai của sổ (PEM); bỏ trống thì dùng khóa của bản cài đặt này.",
)
@json_option
def check_proof(text: str, key_file: Path | None, as_json: bool) -> None:
    """Kiểm tra mã chứng minh TEXT trên giấy; không cần mạng, không cần cơ sở dữ liệu.

    Check an inclusion proof off line against the public key of the ledger.
    """
    trusted = keys.trusted_public_keys(env.KEY_FOLDER)
    if key_file is not None:
        key = keys.VerifyingKey.from_pem(key_file.read_bytes())
        trusted = {key.key_id: key}
    proof = proofs.check(text, trusted)
    act = proof.act
    if as_json:
        print_json({"valid": True, "seq": act.seq, "verb": act.verb, "at": act.at.isoformat(), "data": dict(act.data)})
        return
    console.print(f"[green]✓ Đúng là sự kiện số {act.seq} trong sổ[/], niêm phong số {proof.header.number}")
    console.print(f"  {title_of(act.verb)} lúc {timezone.localtime(act.at):%H:%M %d/%m/%Y} (giờ Việt Nam)")
    for name, value in act.data.items():
        console.print(f"  {name}: {value}", markup=False)


@ledger.command("export-key")
def export_key() -> None:
    """In khóa công khai của sổ để phát cho người kiểm tra (print the public key)."""
    click.echo(ledger_key().public.pem().decode(), nl=False)


@ledger.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@json_option
def export(file: Path, as_json: bool) -> None:
    """Xuất sổ đã niêm phong ra tệp FILE có chữ ký, để tỉnh khác tiếp nhận khi sáp nhập.

    Write the sealed ledger with its seals, public keys and names of units into one signed file. No person, no document.
    """
    with step_bar("Xuất sổ sự kiện", total=queries.sealed_up_to(), hidden=as_json) as report:
        found = export_ledger(
            file, key=ledger_key(), keys=keys.trusted_public_keys(env.KEY_FOLDER), now=timezone.now(), progress=report
        )
    if as_json:
        print_json({**asdict(found), "key": ledger_key().key_id})
        return
    console.print(f"{found.province}: {found.acts} sự kiện dưới {found.seals} niêm phong, {found.units} tên đơn vị.")
    if found.unsealed:
        console.print(f"{found.unsealed} sự kiện chưa niêm phong nên không có trong tệp; chạy `tinhso ledger seal`.")
    console.print(f"Mã khóa, báo cho nơi tiếp nhận qua đường khác: {ledger_key().key_id}")


@ledger.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--key", "trusted", multiple=True, help="Mã khóa mà nơi xuất đã báo qua đường khác; có thể nêu nhiều.")
@click.option("--apply", "really", is_flag=True, help="Tiếp nhận; không có thì chỉ kiểm tra (act instead of check).")
@json_option
def adopt(file: Path, trusted: tuple[str, ...], really: bool, as_json: bool) -> None:
    """Kiểm tra, rồi tiếp nhận sổ của tỉnh khác trong tệp FILE (khi hợp nhất tỉnh).

    Check every seal of another installation's ledger with its own key; with --apply keep it beside our own.
    """
    found = inspect(file)
    if really:
        adopt_ledger(file, trusted=trusted, now=timezone.now(), by=Actor("system:administrator"))
    if as_json:
        print_json(
            {
                "province": found.province,
                "keys": list(found.key_ids),
                "units": found.units,
                "seals": found.seals,
                "acts": found.acts,
                "first_seal": found.first_seal.hex(),
                "last_seal": found.last_seal.hex(),
                "adopted": really,
            }
        )
        return
    console.print(f"{found.province}: {found.acts} sự kiện dưới {found.seals} niêm phong, {found.units} tên đơn vị.")
    console.print(f"Niêm phong cuối: {found.last_seal.hex()}")
    console.print(f"Mã khóa: {', '.join(found.key_ids)}")
    if really:
        console.print("[green]Đã tiếp nhận; số liệu đã cộng vào.[/]")
    else:
        console.print("Tệp nguyên vẹn. So mã khóa với nơi xuất qua đường khác, rồi thêm --key MÃ --apply.")
