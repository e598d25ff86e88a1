# SPDX-License-Identifier: EUPL-1.2
"""The command `tinhso-counterparts`: start the stand-ins, tell them how to behave, keep the authority."""

import asyncio
import signal
import socket
from pathlib import Path
from urllib.parse import urlsplit

import click
from cryptography import x509

from tinhso_counterparts.modes import Word, order, read_mode, utc_now, write_mode
from tinhso_counterparts.pki import bad_signers
from tinhso_counterparts.pki.authority import Authority
from tinhso_counterparts.pki.records import Records, UnknownSerial
from tinhso_counterparts.running import CENTRES, KNOWN, NAMES, PEERS, Settings, read_addresses, run
from tinhso_counterparts.serving import Counterpart, PortTaken

PEER_WAYS = ("error-code", "busy", "garbage", "lose", "mute", "late", "unordered", "again", "signature", "hash")
WRONG_WAYS = {
    "idp": ("bad-signature", "bad-nonce", "bad-audience", "expired"),
    "mail": ("temporary", "reject"),
    "pki": ("ocsp-unknown", "tsa-reject", "bad-time"),
    "national": (
        *("error-code", "busy", "garbage", "lose", "twice", "mute"),
        *("late", "unordered", "again", "signature", "hash", "no-file", "cut-file", "old"),
    ),
    "pay": ("twice", "late", "never", "amount", "signature"),
    "registers": ("garbage", "busy", "other", "twice", "lose"),
    "csc": ("bad-signature", "refuse", "busy", "garbage", "locked"),
    **dict.fromkeys(PEERS, PEER_WAYS),
    **dict.fromkeys(CENTRES, PEER_WAYS),
    "sms": ("throttle", "burst", "reject", "system", "garbage", "mute", "twice", "undelivered"),
}

var_option = click.option(
    "--var",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("var/counterparts"),
    envvar="COUNTERPARTS_VAR",
    show_default=True,
    help="Folder of the records, keys and modes.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Stand-ins: e-ID (idp), mail, certificates (pki), portal (national), payments (pay), registers, SMS (sms)."""


def _port(name: str, default: int, what: str):
    variable = "COUNTERPARTS_" + name.upper().replace("-", "_")
    help_text = f"Port of the {what}; 0 takes any free one."
    return click.option(
        f"--{name}",
        type=click.IntRange(0, 65535),
        default=default,
        envvar=variable,
        show_default=True,
        help=help_text,
    )


@main.command()
@click.option("--only", default=",".join(NAMES), show_default=True, help="Names, separated by commas.")
@var_option
@_port("idp-port", 8101, "e-ID")
@_port("mail-smtp-port", 8125, "mail server")
@_port("mail-web-port", 8102, "inbox page")
@_port("pki-port", 8103, "certification authority")
@_port("national-port", 8104, "national portal")
@_port("national-web-port", 8105, "page of what the national portal holds")
@_port("pay-port", 8106, "payment gateway")
@_port("registers-port", 8107, "national databases")
@_port("sms-port", 8108, "SMS centre, SMPP")
@_port("sms-web-port", 8109, "page of what phones show")
@_port("ministry-port", 8110, "ministry's system; started by --only")
@_port("ministry-web-port", 8111, "what the ministry's system took and tells")
@_port("post-port", 8112, "post; started by --only")
@_port("post-web-port", 8113, "what the post took and tells")
@_port("feedback-port", 8114, "national feedback system; started by --only")
@_port("feedback-web-port", 8115, "what the feedback system took and tells")
@_port("reporting-port", 8116, "national reporting system; started by --only")
@_port("reporting-web-port", 8117, "what the reporting system took")
@_port("agency-port", 8118, "document system of another agency; started by --only")
@_port("agency-web-port", 8119, "what the document system took and tells")
@_port("csc-port", 8120, "remote signing service; started by --only")
@_port("ncsc-port", 8121, "national centre for cyberspace; started by --only")
@_port("ncsc-web-port", 8122, "page of what the national centre took")
@click.option(
    "--ncsc-province-key",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    envvar="COUNTERPARTS_NCSC_PROVINCE_KEY",
    help="Public key (PEM) of a province the national centre knows.",
)
@click.option(
    "--redirect",
    "idp_redirects",
    multiple=True,
    help="One more address the e-ID may return to; a prefix if it ends with '/'. Repeatable.",
)
@click.option("--idp-secret", envvar="COUNTERPARTS_IDP_SECRET", help="Client secret for a new e-ID store.")
@click.option("--est-password", envvar="COUNTERPARTS_EST_PASSWORD", help="Enrolment password for a new pki store.")
@click.option(
    "--national-password",
    envvar="COUNTERPARTS_NATIONAL_PASSWORD",
    help="Password for a new store of the portal.",
)
@click.option(
    "--province-url",
    envvar="COUNTERPARTS_PROVINCE_URL",
    default="http://127.0.0.1:8000/api/v1/exchange/national/messages",
    show_default=True,
    help="Where the province takes in what is filed on the portal.",
)
@click.option(
    "--pay-secret",
    envvar="COUNTERPARTS_PAY_SECRET",
    help="Secret shared with the house, for a new pay store.",
)
@click.option(
    "--registers-secret",
    envvar="COUNTERPARTS_REGISTERS_SECRET",
    help="Client secret for a new store of the databases.",
)
@click.option("--csc-secret", envvar="COUNTERPARTS_CSC_SECRET", help="Client secret for a new signing service.")
@click.option("--sms-password", envvar="COUNTERPARTS_SMS_PASSWORD", help="Password for a new store of the SMS centre.")
def up(only: str, **options) -> None:
    """Start the counterparts and keep them running until SIGTERM or Ctrl+C."""
    names = tuple(dict.fromkeys(name.strip() for name in only.split(",") if name.strip()))
    unknown = [name for name in names if name not in KNOWN]
    if unknown or not names:
        raise click.BadParameter(f"choose among {', '.join(KNOWN)}", param_hint="--only")
    try:
        asyncio.run(_run_until_signal(names, Settings(**options)))
    except PortTaken as error:
        raise click.ClickException(str(error)) from error


async def _run_until_signal(names: tuple[str, ...], settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await run(names, settings, stop, _announce)


def _announce(running: list[Counterpart]) -> None:
    for counterpart in running:
        shown = [counterpart.addresses[key] for key in ("url", "smtp", "smpp", "web") if key in counterpart.addresses]
        click.echo(f"{counterpart.name:<5} {'  '.join(shown)}  {counterpart.label}")


@main.command("set")
@click.argument("name", type=click.Choice(KNOWN))
@click.argument("word", type=click.Choice([word.value for word in Word]))
@click.option("--for", "for_seconds", type=click.FloatRange(0, min_open=True), help="End after this many seconds.")
@click.option("--how", default="", help="With wrong: which way; see the README.")
@click.option(
    "--delay", type=click.FloatRange(0), default=5.0, show_default=True, help="With slow, and pay wrong late: seconds."
)
@var_option
def set_mode(name: str, word: str, for_seconds: float | None, how: str, delay: float, var: Path) -> None:
    """Tell a counterpart to be ok, slow, wrong or down.

    Works whether or not it runs, and counts from the next request on.
    """
    ways = WRONG_WAYS[name]
    if how and (how not in ways or word != Word.WRONG):
        raise click.BadParameter(f"with wrong, {name} knows: {', '.join(ways)}", param_hint="--how")
    write_mode(var / name, order(Word(word), how, delay, for_seconds, utc_now()))
    click.echo(_mode_line(var, name))


@main.command()
@var_option
def status(var: Path) -> None:
    """Show mode and addresses, and whether each port answers."""
    known = read_addresses(var)
    for name in (*NAMES, *(one for one in PEERS if one in known)):
        click.echo(_mode_line(var, name))
        for key in ("url", "smtp", "smpp", "web"):
            if address := known.get(name, {}).get(key):
                click.echo(f"      {address}  {'listening' if _listens(address) else 'not listening'}")
        if name not in known:
            click.echo("      not running")


def _mode_line(var: Path, name: str) -> str:
    mode = read_mode(var / name, utc_now())
    details = [f"how: {mode.how}"] if mode.how else []
    details += [f"delay: {mode.delay_seconds:g} s"] if mode.word is Word.SLOW else []
    details += [f"until {mode.until.isoformat(timespec='seconds')}"] if mode.until else []
    return f"{name:<5} {mode.word}" + (f" ({', '.join(details)})" if details else "")


def _listens(address: str) -> bool:
    parts = urlsplit(address)
    try:
        with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=1):
            return True
    except OSError:
        return False


@main.group()
def pki() -> None:
    """Look after the certification authority; works on its folder, running or not."""


@pki.command()
@click.argument("serial")
@click.option(
    "--reason",
    type=click.Choice([reason.value for reason in x509.ReasonFlags]),
    default="unspecified",
    show_default=True,
    help="Why, as the CRL will say.",
)
@var_option
def revoke(serial: str, reason: str, var: Path) -> None:
    """Take back the certificate with this SERIAL (hexadecimal, as openssl prints it)."""
    records = Records(var / "pki")
    try:
        number = int(serial.replace(":", "").removeprefix("serial="), 16)
        entry = records.revoke(number, x509.ReasonFlags(reason), utc_now())
    except ValueError as error:
        raise click.BadParameter("not a hexadecimal number", param_hint="SERIAL") from error
    except UnknownSerial as error:
        raise click.ClickException(str(error)) from error
    finally:
        records.close()
    click.echo(f"{entry.serial} revoked ({entry.reason.value if entry.reason else reason}): {entry.subject}")


@pki.command("list")
@var_option
def list_certificates(var: Path) -> None:
    """Show every certificate that was issued."""
    records = Records(var / "pki")
    for entry in records.all():
        state = f"revoked {entry.revoked_at:%Y-%m-%d}" if entry.revoked_at else "valid"
        click.echo(f"{entry.serial}  {entry.profile:<10}  {state:<18}  {entry.subject}")
    records.close()


@pki.command("test-keys")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@var_option
def test_keys(folder: Path, var: Path) -> None:
    """Write test signers to FOLDER: good, expired, revoked, wrong-purpose, unknown-root."""
    authority = Authority(var / "pki", None, utc_now())
    signers = bad_signers.write_test_signers(authority, folder, utc_now())
    authority.close()
    for signer in signers:
        click.echo(f"{signer.name:<14} {folder / signer.name}.p12")
    click.echo(f"password of the .p12 files: {bad_signers.PASSWORD}")
