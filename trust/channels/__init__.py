"""How each person hears from us, in their own words: channels, quiet hours, addresses, devices.

Every address proves itself with six digits before it is used. Who may do what: only the person, to
their own. Sending is not done here; the queue sends what ``trust.notify`` wrote down.
"""

from trust.channels.choosing import choose, forget
from trust.channels.devices import add_device, has_devices, remove_all_devices, remove_device
from trust.channels.proving import ask_code, confirm
from trust.channels.reading import Mine, kept, masked, mine
from trust.channels.trying import send_me_one

__all__ = [
    "Mine",
    "add_device",
    "ask_code",
    "choose",
    "confirm",
    "forget",
    "has_devices",
    "kept",
    "masked",
    "mine",
    "remove_all_devices",
    "remove_device",
    "send_me_one",
]
