"""Real telephones: the SIP port, the registrar, calls with phones and their sound.

`Switchboard` joins them to the switch; messages and headers are aiosipua's, transactions, digest, registrar and
dialogs are ours (why: docs/decisions/010).
"""

from .endpoint import SipEndpoint
from .incoming import IncomingCall
from .leg import SipLeg
from .outgoing import CallerId
from .registrar import Binding
from .settings import Directory, SipAccount, SipSettings
from .switchboard import Switchboard
from .wire import CannotListen, Flow

__all__ = [
    "Binding",
    "CallerId",
    "CannotListen",
    "Directory",
    "Flow",
    "IncomingCall",
    "SipAccount",
    "SipEndpoint",
    "SipLeg",
    "SipSettings",
    "Switchboard",
]
