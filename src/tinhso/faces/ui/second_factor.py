# SPDX-License-Identifier: EUPL-1.2
"""Secrets of the second factor are enciphered in the database: a copy of it alone opens no account."""

from functools import cache
from pathlib import Path

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken

from tinhso.config import env
from tinhso.kernel.events.errors import Unavailable
from tinhso.lib.private_files import write_once

MARK = "f1:"
"""Begins what was enciphered this way; what lacks it was stored before and is read as it stands."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """Enciphers the seeds of one-time codes and of recovery codes with a key beside the ledger's."""

    def encrypt(self, text: str) -> str:
        return MARK + _cipher(env.KEY_FOLDER).encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Raises Unavailable with a sentence when the key is another one than that used to encipher."""
        if not encrypted_text.startswith(MARK):
            return encrypted_text
        try:
            return _cipher(env.KEY_FOLDER).decrypt(encrypted_text.removeprefix(MARK)).decode()
        except InvalidToken as error:
            raise Unavailable(
                "Khóa bảo vệ mã xác thực trên máy chủ không khớp với dữ liệu. Hãy báo quản trị viên khôi phục tệp "
                "second-factor.key trong thư mục khóa, rồi đăng nhập lại."
            ) from error


@cache
def _cipher(folder: Path) -> Fernet:
    """Return the cipher of this installation; its key file is made on first use, readable by its owner alone."""
    path = folder / "second-factor.key"
    if not path.exists():
        write_once(path, Fernet.generate_key())
    return Fernet(path.read_bytes().strip())
