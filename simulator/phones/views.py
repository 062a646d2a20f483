"""What the application shows of somebody's own telephone."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from pydantic import Field

from simulator.bodies import ONE_LINE, Body, Visible
from simulator.finite import FiniteModel
from simulator.ids import SessionId
from simulator.phones.accounts import Device
from simulator.phones.check import CheckOutcome, CheckState
from telephony.sip import Binding, Extension


class RegisteredPhone(FiniteModel):
    """`name`: what the telephone calls itself."""

    name: str
    transport: str
    address: str
    since: datetime


class PhoneCheckView(FiniteModel):
    """The last time that one's own telephone heard itself. `outcome` is `heard` as soon as its sound arrives.

    `found`: its codec, loss and delay in a sentence, once it is over.
    """

    state: CheckState
    outcome: CheckOutcome
    found: str = ""


class PhoneAdvice(FiniteModel):
    """What is wrong, and what to change on that telephone."""

    code: str
    text: str
    remedy: str


class PhoneState(FiniteModel):
    """What is registered just now. `trouble`: why no telephone can register."""

    available: bool
    trouble: str
    phones: list[RegisteredPhone]
    check: PhoneCheckView | None
    on_call: bool
    advice: tuple[PhoneAdvice, ...] = ()


class SessionChoice(FiniteModel):
    """`rings` None: as everywhere."""

    session_id: SessionId
    title: str
    kind: Literal["practice", "exam"]
    rings: Device | None


class PhoneAccount(PhoneState):
    """What a telephone must be told, and what rings."""

    name: str
    uri: str
    auth_user: str
    password: str
    registrar: str
    port: int
    transports: list[str]
    rings: Device
    extension: str
    """Their telephone at the centre's own PBX; empty: none."""
    has_trunk: bool
    """Whether this installation registers at a PBX at all."""
    listening_code: str | None
    """Of today, for *1 and a place's number; None for a candidate."""
    sessions: list[SessionChoice]
    """Staff: their open sessions. A candidate's account is one session's already."""
    provisioning_url: str
    qr_svg: str


class PhoneChoice(Body):
    """`session_id`: for that session alone, where None means as everywhere; without it, everywhere.

    `extension`: their telephone at the centre's PBX, "" for none; without it, it stays as it is.
    """

    rings: Device | None
    extension: Annotated[str, Field(max_length=30, pattern=ONE_LINE), Visible] | None = None
    session_id: Annotated[SessionId, Field(max_length=32)] | None = None


def registered_phone(binding: Binding, now: float) -> RegisteredPhone:
    """`now`: on the registrar's clock."""
    flow = binding.flow
    since = datetime.now(UTC) - timedelta(seconds=max(0.0, now - binding.since))
    return RegisteredPhone(
        name=binding.user_agent or "Téléphone",
        transport=flow.transport.upper(),
        address=flow.host,
        since=since.replace(microsecond=0),
    )


def extension_phone(extension: Extension) -> RegisteredPhone:
    """A telephone of the centre's PBX, reached as long as we are registered there."""
    registration = extension.registration
    return RegisteredPhone(
        name=extension.user_agent,
        transport=registration.login.transport,
        address=registration.login.registrar,
        since=datetime.fromtimestamp(registration.standing.since, UTC).replace(microsecond=0),
    )
