# SPDX-License-Identifier: EUPL-1.2
"""What the demonstration reads from the store of its stand-ins instead of asking the operator."""

import json
from pathlib import Path


def oidc_client_secret(var: Path, client_id: str) -> str:
    """Return the secret the stand-in e-ID provider gave our client; empty before it has started once."""
    path = var / "counterparts" / "idp" / "clients.json"
    if not path.exists():
        return ""
    return str(json.loads(path.read_text(encoding="utf-8")).get(client_id, {}).get("secret", ""))


def national_password(var: Path, user: str) -> str:
    """Return the password the stand-in of the national portal made for us; empty before it has started once."""
    path = var / "counterparts" / "national" / "accounts.json"
    if not path.exists():
        return ""
    return str(json.loads(path.read_text(encoding="utf-8")).get(user, ""))


def sms_password(var: Path, user: str) -> str:
    """Return the password the stand-in SMS centre made for us; empty before it has started once."""
    path = var / "counterparts" / "sms" / "accounts.json"
    if not path.exists():
        return ""
    return str(json.loads(path.read_text(encoding="utf-8")).get(user, ""))


def pay_merchant(var: Path) -> dict[str, str]:
    """Return secret, bank and account the stand-in gateway gave our house; empty before it has started once."""
    path = var / "counterparts" / "pay" / "merchant.json"
    if not path.exists():
        return {}
    return {str(key): str(value) for key, value in json.loads(path.read_text(encoding="utf-8")).items()}


def registers_secret(var: Path, client: str) -> str:
    """Return the secret the stand-in databases made for our client; empty before they have started once."""
    path = var / "counterparts" / "registers" / "clients.json"
    if not path.exists():
        return ""
    return str(json.loads(path.read_text(encoding="utf-8")).get(client, {}).get("secret", ""))


def csc_secret(var: Path, client: str) -> str:
    """Return the secret the stand-in signing service made for our client; empty before it has started once."""
    path = var / "counterparts" / "csc" / "clients.json"
    if not path.exists():
        return ""
    return str(json.loads(path.read_text(encoding="utf-8")).get(client, ""))


def national_page(var: Path) -> str:
    """Return where the pages of the stand-in portal are; empty while it does not run."""
    path = var / "counterparts" / "addresses.json"
    if not path.exists():
        return ""
    return str(json.loads(path.read_text(encoding="utf-8")).get("national", {}).get("web", ""))
