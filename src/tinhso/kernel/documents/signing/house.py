# SPDX-License-Identifier: EUPL-1.2
"""The keys of this installation: key files, and beside them a remote signing service when one is set."""

from functools import cache
from pathlib import Path

from tinhso.config import demo, env
from tinhso.kernel.documents.signing.csc_client import CscAccount
from tinhso.kernel.documents.signing.keys import FileKeys, KeyProvider
from tinhso.kernel.documents.signing.remote import ChosenKeys


def house_keys() -> KeyProvider:
    """Return the keys of this installation; key files are the same object for the same folder."""
    files = _keys_in(env.KEY_FOLDER)
    if not env.CSC_URL:
        return files
    secret = env.CSC_SECRET or (demo.csc_secret(env.VAR, env.CSC_CLIENT) if env.MODE == "demo" else "")
    account = CscAccount(env.CSC_URL, env.CSC_CLIENT, secret, env.CSC_WAIT_SECONDS)
    return ChosenKeys(files, account, env.CSC_SIGNERS)


@cache
def _keys_in(folder: Path) -> FileKeys:
    return FileKeys(folder)
