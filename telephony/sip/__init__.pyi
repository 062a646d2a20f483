from .call_troubles import CallTrouble, TroubleKind
from .caller_id import CallerId
from .calls import CallListener, SipCalls
from .client import SipClient
from .echo import EchoReport
from .endpoint import SipEndpoint
from .extension import Extension, NotRegistered
from .guessers import Guesser, Guessers
from .incoming import IncomingCall
from .leg import SipLeg
from .listener import CODE_LENGTH
from .lockout import Lockout
from .outgoing import Phone, Ringing
from .registrar import Binding
from .registration import Registration, SipLogin
from .settings import Directory, SipAccount, SipSettings
from .standing import Cause, Patience, RegistrationState, Standing
from .switchboard import Switchboard
from .tls import server_context
from .wire import CannotListen, Flow, TransportName, in_uri

__all__ = [
    "CODE_LENGTH",
    "Binding",
    "CallListener",
    "CallTrouble",
    "CallerId",
    "CannotListen",
    "Cause",
    "Directory",
    "EchoReport",
    "Extension",
    "Flow",
    "Guesser",
    "Guessers",
    "IncomingCall",
    "Lockout",
    "NotRegistered",
    "Patience",
    "Phone",
    "Registration",
    "RegistrationState",
    "Ringing",
    "SipAccount",
    "SipCalls",
    "SipClient",
    "SipEndpoint",
    "SipLeg",
    "SipLogin",
    "SipSettings",
    "Standing",
    "Switchboard",
    "TransportName",
    "TroubleKind",
    "in_uri",
    "server_context",
]
