"""Calls as Janus carries them: Debian's, its videocall plugin, both voices recorded, steered over a WebSocket.

Janus refuses loopback: it needs a network of its own (beside_janus.py).
"""

import asyncio
import itertools
import os
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any

from bench.media.janus_api import PORT, Handle, JanusApi

JANUS_HOME = Path("/usr/lib/x86_64-linux-gnu/janus")
STARTS_SECONDS = 20.0
TICKS = os.sysconf("SC_CLK_TCK")


class JanusCarrier:
    """See server.py. Janus makes the offer to the second end, so that one comes last, with an answer."""

    def __init__(self, folder: Path, address: str) -> None:
        self._folder, self._address = folder, address
        self._janus: asyncio.subprocess.Process | None = None
        self._api: JanusApi | None = None
        self._handles: dict[tuple[str, int], Handle] = {}
        self._names = itertools.count(1)

    async def __aenter__(self) -> "JanusCarrier":
        self._folder.mkdir(parents=True, exist_ok=True)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._api is not None:
            await self._api.close()
        if self._janus is not None and self._janus.returncode is None:
            self._janus.terminate()
            try:
                await asyncio.wait_for(self._janus.wait(), 10)
            except TimeoutError:
                self._janus.kill()
                await self._janus.wait()

    async def connect(self, call: str, end: int, description: str) -> str:
        """End 0 offers and gets what to offer to end 1; end 1 answers that, and gets what to answer to end 0."""
        api = await self._started()
        if end == 0:
            for one in (0, 1):
                handle = self._handles[(call, one)] = await api.attach("janus.plugin.videocall")
                await handle.ask({"request": "register", "username": f"{call}-{one}"}, "registered")
            caller, callee = self._handles[(call, 0)], self._handles[(call, 1)]
            jsep = {"type": "offer", "sdp": description}
            await caller.ask({"request": "call", "username": f"{call}-1"}, "calling", jsep)
            return str((await callee.told("incomingcall"))["jsep"]["sdp"])
        callee = self._handles[(call, 1)]
        await callee.ask({"request": "accept"}, "accepted", {"type": "answer", "sdp": description})
        return str((await self._handles[(call, 0)].told("accepted"))["jsep"]["sdp"])

    async def begin(self, call: str) -> None:
        for end in (0, 1):
            record = {
                "request": "set",
                "video": False,
                "record": True,
                "filename": str(self._folder / f"{call}-{end}"),
            }
            await self._handles[(call, end)].ask(record, "set")

    async def end(self, call: str) -> None:
        await self._handles.pop((call, 0)).ask({"request": "hangup"}, "hangup")
        self._handles.pop((call, 1))

    def seconds(self) -> float:
        """Of processor time that Janus took in all its threads."""
        assert self._janus is not None
        fields = Path(f"/proc/{self._janus.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    async def _started(self) -> JanusApi:
        if self._api is not None:
            return self._api
        home = self._folder / "janus"
        _write_settings(home, self._address)
        async with asyncio.timeout(STARTS_SECONDS):
            while self._api is None:
                if self._janus is None:
                    self._janus = await self._start(home)
                if self._janus.returncode is not None:
                    said = await asyncio.to_thread((home / "log.txt").read_text, errors="replace")
                    raise RuntimeError(f"janus ended: {said[-800:]}")
                try:
                    self._api = await JanusApi.connect(self._address)
                except OSError:
                    await asyncio.sleep(0.05)
        return self._api

    async def _start(self, home: Path) -> asyncio.subprocess.Process:
        command = ["janus", "-F", str(home), "-C", str(home / "janus.jcfg")]
        with (home / "log.txt").open("ab") as log:
            return await asyncio.create_subprocess_exec(*command, stdout=log, stderr=subprocess.STDOUT)


def _write_settings(home: Path, address: str) -> None:
    home.mkdir(parents=True, exist_ok=True)
    others = {
        kind: ",".join(sorted(path.name for path in (JANUS_HOME / kind).glob("*.so") if path.name != wanted))
        for kind, wanted in (("plugins", "libjanus_videocall.so"), ("transports", "libjanus_websockets.so"))
    }
    settings: dict[str, dict[str, Any]] = {
        "general": {
            **{f"{kind}_folder": str(JANUS_HOME / kind) for kind in ("plugins", "transports", "events", "loggers")},
            "configs_folder": str(home),
            "debug_level": 2,
            "session_timeout": 0,
        },
        "nat": {"ice_enforce_list": address, "nice_debug": False},
        "media": {"ipv6": False},
        "plugins": {"disable": others["plugins"]},
        "transports": {"disable": others["transports"]},
    }
    (home / "janus.jcfg").write_text(_jcfg(settings))
    wire = {"general": {"json": "compact", "ws": True, "ws_port": PORT, "ws_ip": address, "wss": False}}
    (home / "janus.transport.websockets.jcfg").write_text(_jcfg(wire))
    (home / "janus.plugin.videocall.jcfg").write_text(_jcfg({"general": {}}))


def _jcfg(settings: dict[str, dict[str, Any]]) -> str:
    def value(one: Any) -> str:
        return str(one).lower() if isinstance(one, bool | int) else f'"{one}"'

    return "\n".join(
        f"{name}: {{\n" + "".join(f"  {key} = {value(one)}\n" for key, one in section.items()) + "}"
        for name, section in settings.items()
    )
