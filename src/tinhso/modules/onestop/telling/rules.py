# SPDX-License-Identifier: EUPL-1.2
"""Which ways one notice goes: the person's choice, unless the procedure demands that the person be told."""

from tinhso.modules.onestop.telling.types import Way

EMAIL, SMS = "email", "sms"
CHOSEN: dict[Way, tuple[str, ...]] = {
    Way.EMAIL: (EMAIL,),
    Way.SMS: (SMS,),
    Way.BOTH: (EMAIL, SMS),
    Way.NONE: (),
}


def channels_for(way: Way, *, always: bool, has_email: bool, has_mobile: bool) -> tuple[str, ...]:
    """Return the channels one notice goes by, e-mail first; empty when only the portal shows it.

    always: a step the applicant must be told of; e-mail then goes whatever was chosen, if there is an address.
    Nothing chosen: by e-mail, and by SMS only to a person without an address (house rule: it costs per message).

    >>> channels_for(Way.NONE, always=True, has_email=True, has_mobile=True)
    ('email',)
    """
    if way is Way.UNSAID:
        wanted: tuple[str, ...] = (EMAIL,) if has_email else (SMS,)
    else:
        wanted = CHOSEN[way]
    if always and EMAIL not in wanted:
        wanted = (EMAIL, *wanted)
    there = {EMAIL: has_email, SMS: has_mobile}
    return tuple(channel for channel in wanted if there[channel])


def may_choose(way: Way, *, always: bool) -> bool:
    """Tell whether a person may choose a way: what must be told cannot be switched off, nor moved to SMS alone."""
    return way in ((Way.EMAIL, Way.BOTH) if always else (Way.EMAIL, Way.SMS, Way.BOTH, Way.NONE))
