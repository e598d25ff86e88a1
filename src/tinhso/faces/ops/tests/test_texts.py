# SPDX-License-Identifier: EUPL-1.2
"""Short messages on the page of dead letters: channel, parts, a corrected number."""

from django.urls import reverse
from django.utils import timezone

from tinhso.kernel.exchange.actions import queue_message
from tinhso.kernel.exchange.models import Message


def test_a_dead_short_message_shows_its_parts_and_goes_again_to_a_mobile_number(at):
    message = queue_message(
        key="k", channel="sms", recipient="+842753822123", subject="Tin", body="ệ" * 71, now=timezone.now()
    )
    Message.objects.filter(id=message.id).update(state="dead")
    address = reverse("ops:resend", args=[message.id])

    shown = at["operator"].get(reverse("ops:letters")).content.decode()
    wrong = at["operator"].post(address, {"recipient": "0275 3822 123"}, follow=True).content.decode()
    still = Message.objects.get().state
    at["operator"].post(address, {"recipient": "0912 345 678"})

    assert "tin nhắn, 2 phần" in shown
    assert 'type="tel"' in shown
    assert "không phải số di động" in wrong
    assert still == "dead"
    assert (Message.objects.get().state, Message.objects.get().recipient) == ("queued", "+84912345678")
