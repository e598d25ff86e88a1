# SPDX-License-Identifier: EUPL-1.2
"""The ways out of the house; each is a small plugin under a name. E-mail is here, SMS beside, modules bring more."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate

from django.conf import settings

from tinhso.kernel.exchange.errors import PermanentFailure, TemporaryFailure
from tinhso.kernel.exchange.plain import PlainChannel
from tinhso.kernel.exchange.sms import SmsChannel
from tinhso.kernel.exchange.types import Channel, Envelope


class EmailChannel:
    """SMTP (RFC 5321). The Message-ID is made from the key, so a repeat can be recognised by the receiver."""

    name = "email"

    def send(self, envelope: Envelope) -> str:
        message = self._compose(envelope)
        try:
            with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=settings.EMAIL_TIMEOUT) as server:
                if settings.EMAIL_USE_TLS:
                    server.starttls(context=ssl.create_default_context())
                if settings.EMAIL_HOST_USER:
                    server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, answer = next(iter(error.recipients.values()))
            raise self._failure(code, answer) from error
        except smtplib.SMTPResponseException as error:
            raise self._failure(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError) as error:
            raise TemporaryFailure(f"Máy chủ thư chưa trả lời ({type(error).__name__}); sẽ tự gửi lại.") from error
        return f"250 {message['Message-ID']}"

    def _compose(self, envelope: Envelope) -> EmailMessage:
        message = EmailMessage()
        domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]
        message["Message-ID"] = f"<{envelope.key.replace(':', '.')}@{domain}>"
        message["From"], message["To"] = settings.DEFAULT_FROM_EMAIL, envelope.recipient
        message["Subject"] = " ".join(envelope.subject.split())
        message["Date"] = formatdate(localtime=True)
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(envelope.body)
        return message

    @staticmethod
    def _failure(code: int, answer: bytes | str) -> TemporaryFailure | PermanentFailure:
        text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
        if 500 <= code < 600:
            return PermanentFailure(f"Máy chủ thư từ chối địa chỉ hoặc nội dung: {code} {text}")
        return TemporaryFailure(f"Máy chủ thư tạm từ chối: {code} {text}; sẽ tự gửi lại.")


CHANNELS: dict[str, Channel] = {"email": EmailChannel(), "json": PlainChannel(), "sms": SmsChannel()}


def register(channel: Channel) -> None:
    """Make a channel known by its name; modules call it when the application is ready.

    Raises ValueError when another channel has the name: two modules would send by one another's ways.
    """
    if CHANNELS.setdefault(channel.name, channel) is not channel:
        raise ValueError(f"channel {channel.name!r} is registered twice")
