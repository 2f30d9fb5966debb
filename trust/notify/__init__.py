"""Neutral messages: that there is something to see, never what and never why.

The notice in the portal is the message. What leaves the house by e-mail, text message or push is one
sentence, the same for everything, by the channels that the person chose, outside their quiet hours.

``telling`` writes notices, ``spreading`` turns them into deliveries, ``delivering`` sends each once.
"""

from trust.notify import codes, delivering, spreading
from trust.notify.telling import saw, tell, tell_all, tell_now, unseen, untold

__all__ = [
    "codes",
    "delivering",
    "saw",
    "spreading",
    "tell",
    "tell_all",
    "tell_now",
    "unseen",
    "untold",
]
