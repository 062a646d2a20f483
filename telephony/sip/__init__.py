"""Real telephones: the SIP port, the registrar, calls with phones and their sound.

`SipEndpoint` is the port; messages and headers are aiosipua's, transactions, digest and registrar are ours (why:
docs/decisions/010).
"""

from .endpoint import SipEndpoint
from .registrar import Binding
from .settings import Directory, SipAccount, SipSettings
from .wire import CannotListen, Flow

__all__ = ["Binding", "CannotListen", "Directory", "Flow", "SipAccount", "SipEndpoint", "SipSettings"]
