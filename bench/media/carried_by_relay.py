"""The same calls by aiortc's own means, as its documentation shows: a relay between the two, a recorder a leg."""

import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.contrib.media import MediaRecorder, MediaRelay

from telephony.carrying.aiortc_internals import offer_only


@dataclass
class _Call:
    connections: dict[int, RTCPeerConnection] = field(default_factory=dict[int, RTCPeerConnection])
    tracks: dict[int, MediaStreamTrack] = field(default_factory=dict[int, MediaStreamTrack])
    recorders: list[MediaRecorder] = field(default_factory=list[MediaRecorder])


class RelayCarrier:
    """See server.py."""

    def __init__(self, folder: Path, address: str) -> None:
        self._folder, self._address = folder, address
        self._relay = MediaRelay()
        self._calls: dict[str, _Call] = {}

    async def __aenter__(self) -> "RelayCarrier":
        offer_only((self._address,))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for call in list(self._calls):
            await self.end(call)

    async def connect(self, call: str, end: int, offer: str) -> str:
        connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        known = self._calls.setdefault(call, _Call())
        known.connections[end] = connection
        await connection.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        first = connection.getTransceivers()[0]
        first.direction = "sendrecv"
        known.tracks[end] = first.receiver.track
        await connection.setLocalDescription(await connection.createAnswer())
        return connection.localDescription.sdp

    async def begin(self, call: str) -> None:
        known = self._calls[call]
        for end, track in known.tracks.items():
            other = known.connections[1 - end].getTransceivers()[0].sender
            other.replaceTrack(self._relay.subscribe(track))
            path = self._folder / call / f"{end}.ogg"
            path.parent.mkdir(parents=True, exist_ok=True)
            recorder = MediaRecorder(str(path))
            recorder.addTrack(self._relay.subscribe(track))
            await recorder.start()
            known.recorders.append(recorder)

    async def end(self, call: str) -> None:
        known = self._calls.pop(call)
        for recorder in known.recorders:
            await recorder.stop()
        for connection in known.connections.values():
            await connection.close()

    def seconds(self) -> float:
        return time.process_time()
