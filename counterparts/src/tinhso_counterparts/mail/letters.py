# SPDX-License-Identifier: EUPL-1.2
"""Reading of raw messages: headers decoded, body as text, attachments."""

import unicodedata
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import cast


@dataclass(frozen=True)
class Attachment:
    """A file in a message. content_type is what the sender claims."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """What a person reads."""

    subject: str
    sender: str
    to: str
    date: str
    message_id: str
    text: str
    attachments: tuple[Attachment, ...]


class _TextOfHtml(HTMLParser):
    """Collects the visible text of a page."""

    BREAKS = frozenset({"p", "br", "div", "tr", "li", "h1", "h2", "h3", "table"})
    HIDDEN = frozenset({"style", "script", "head", "title"})

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in self.HIDDEN
        if tag in self.BREAKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in self.HIDDEN and self._hidden > 0

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.pieces.append(data)


def read_letter(raw: bytes) -> Letter:
    """Return a raw message as people read it; broken parts are shown as well as they can be."""
    message = cast(EmailMessage, message_from_bytes(raw, policy=policy.default))
    return Letter(
        subject=str(message.get("Subject", "")),
        sender=str(message.get("From", "")),
        to=str(message.get("To", "")),
        date=str(message.get("Date", "")),
        message_id=str(message.get("Message-ID", "")),
        text=_text(message),
        attachments=tuple(_attachment(part) for part in message.iter_attachments()) if message.is_multipart() else (),
    )


def _text(message: EmailMessage) -> str:
    body = cast(EmailMessage | None, message.get_body(("plain", "html")))
    if body is None:
        return ""
    content = _decoded(body)
    if body.get_content_subtype() != "html":
        return content
    parser = _TextOfHtml()
    parser.feed(content)
    lines = (" ".join(line.split()) for line in "".join(parser.pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _decoded(part: EmailMessage) -> str:
    content = part.get_payload(decode=True) or b""
    try:
        return bytes(content).decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:  # a character set nobody knows: show it as UTF-8 with marks where it is not
        return bytes(content).decode("utf-8", "replace")


def _attachment(part: EmailMessage) -> Attachment:
    inner = part.get_payload(decode=True)
    content = bytes(inner) if isinstance(inner, bytes) else part.as_bytes()
    return Attachment(part.get_filename("khong-ten"), part.get_content_type(), content)


def without_diacritics(text: str) -> str:
    """Return text as people type it in a hurry: đ as d, no marks, small letters."""
    plain = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).lower()
