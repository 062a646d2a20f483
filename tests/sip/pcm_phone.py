"""A current baresip in this process (baresip-python): what it says and hears are samples, no files and no devices."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import numpy as np
from baresip.call import Call
from baresip.config import Account, Config
from baresip.errors import AudioNotActive, AudioRestarted
from baresip.runtime import Runtime
from baresip.ua import UserAgent

from tests.sip.ports import ACCOUNTS
from tests.sound import RATE, Samples


class PcmPhone:
    """`voice` is spoken from the moment a call is established."""

    def __init__(self, agent: UserAgent, voice: Samples) -> None:
        self.agent, self.voice = agent, voice
        self.incoming: asyncio.Queue[Call] = asyncio.Queue()
        agent.on_incoming(self.incoming.put_nowait)
        self._heard: list[bytes] = []
        self._rate = RATE
        self._talking: asyncio.Task[None] | None = None

    def talk(self, call: Call) -> None:
        self._talking = asyncio.create_task(self._talk(call))

    async def quiet(self) -> None:
        if self._talking is not None:
            self._talking.cancel()
            await asyncio.gather(self._talking, return_exceptions=True)

    def heard(self) -> Samples:
        """At 48 kHz, one channel."""
        samples = np.frombuffer(b"".join(self._heard), np.int16).astype(np.float32) / 32768
        return np.repeat(samples, RATE // self._rate)

    async def _talk(self, call: Call) -> None:
        spoken = 0
        while True:
            await asyncio.sleep(0.01)
            with contextlib.suppress(AudioNotActive, AudioRestarted):
                info = call.audio.info()
                if info.rx_ready:
                    self._rate = info.rx_sample_rate
                    piece = np.frombuffer(call.audio.read(100_000), np.int16).reshape(-1, info.rx_channels)
                    self._heard.append(piece[:, 0].tobytes())
                if info.tx_ready:
                    # A fifth of a second ahead at most: what waits longer would be late.
                    bytes_a_second = 2 * info.tx_sample_rate * info.tx_channels
                    if info.tx_buffered < bytes_a_second // 5:
                        end = spoken + RATE // 10
                        piece = self.voice[spoken : end : RATE // info.tx_sample_rate]
                        call.audio.write(np.repeat((piece * 32767).astype(np.int16), info.tx_channels).tobytes())
                        spoken = end


@contextlib.asynccontextmanager
async def a_pcm_phone(user: str, port: int, voice: Samples, codec: str) -> AsyncIterator[PcmPhone]:
    """Registered at our port. One at a time in a process."""
    runtime = Runtime()
    await runtime.start(Config(net_interface="127.0.0.1", extra_config_text="sip_listen 127.0.0.1:0"))
    try:
        account = Account(user, f"127.0.0.1:{port}", ACCOUNTS[user].password, audio_codecs=(codec,))
        agent = await UserAgent.create(runtime, account)
        await agent.register()
        phone = PcmPhone(agent, voice)
        yield phone
        await phone.quiet()
        await agent.unregister()
    finally:
        await runtime.close()
