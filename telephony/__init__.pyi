from .carrying.ice_servers import IceServer, IceServers
from .carrying.lines import LineState
from .carrying.live_call import CallSnapshot
from .carrying.opinions import MOS_BOUNDS, OpinionTally
from .carrying.quality import Figures, Level, SideQuality
from .carrying.settings import MediaSettings
from .carrying.switch import Switch
from .carrying.tally import SwitchTally
from .errors import TelephonyError
from .events import (
    CallConnected,
    CallDigits,
    CallEnded,
    CallHeld,
    CallMuted,
    CallResumed,
    CallRinging,
    CallSoundsEarly,
    CallTransferred,
    LegBack,
    LegLost,
    LineConnected,
    LineLost,
    RecordingRecovered,
    RecordingTrouble,
    SwitchEvent,
)
from .finishing.mixdown import GapKind, RecordingReport, find_unfinished, finish_recording
from .finishing.network_track import BadSpan, NetworkTrack, Run
from .guessing import GuessThrottle, Slowed
from .roles import EndReason, Role

__all__ = [
    "MOS_BOUNDS",
    "BadSpan",
    "CallConnected",
    "CallDigits",
    "CallEnded",
    "CallHeld",
    "CallMuted",
    "CallResumed",
    "CallRinging",
    "CallSnapshot",
    "CallSoundsEarly",
    "CallTransferred",
    "EndReason",
    "Figures",
    "GapKind",
    "GuessThrottle",
    "IceServer",
    "IceServers",
    "LegBack",
    "LegLost",
    "Level",
    "LineConnected",
    "LineLost",
    "LineState",
    "MediaSettings",
    "NetworkTrack",
    "OpinionTally",
    "RecordingRecovered",
    "RecordingReport",
    "RecordingTrouble",
    "Role",
    "Run",
    "SideQuality",
    "Slowed",
    "Switch",
    "SwitchEvent",
    "SwitchTally",
    "TelephonyError",
    "find_unfinished",
    "finish_recording",
]
