"""What an installation may choose about media."""

from dataclasses import dataclass, field

from .ice_servers import IceServers


@dataclass(frozen=True, slots=True)
class MediaSettings:
    """`ice_addresses`: the server's addresses offered to browsers; times in seconds."""

    ice_addresses: tuple[str, ...] = ("127.0.0.1",)
    ports: tuple[int, int] = (0, 0)
    """First and last UDP port of browsers' sound; (0, 0): any free one."""
    ice_servers: IceServers = field(default_factory=IceServers)
    """STUN and TURN for the desks."""
    server_uses_turn: bool = False
    """The server asks them for addresses of its own as well: it stands behind NAT, or its UDP is filtered."""
    grace_seconds: float = 30.0
    """How long a call waits for a side whose sound was cut."""
    connect_seconds: float = 10.0
    """How long a line may take to connect before it counts as lost (UDP blocked, wrong address)."""
    flush_seconds: float = 0.5
    """How often recordings reach the disk: a crash loses at most so much sound; a power cut, a sync's time more."""
    echo_delay_seconds: float = 0.6
    silence_seconds: float = 5.0
    """Without a packet for this long in a call, a line counts as lost."""
    phone_silence_seconds: float = 5.0
    """A telephone that sent nothing at all for this long, no sound, no report, no message, is asked whether it is
    there."""
    phone_answer_seconds: float = 4.0
    """…and counts as lost when it has not answered within this time."""
