"""A telephone on pjsua2 (PJSIP) in a process of its own: `python -m tests.sip.pjsua_program SERVER PORT USER PASSWORD
VOICE.wav EAR.wav`; commands come line by line (`answer`, `dial NUMBER`, `quit`), what happens is said so."""

import select
import sys
from typing import Any

import pjsua2 as pj


class Call(pj.Call):  # type: ignore[misc]  pjsua2 has no types
    def __init__(self, phone: "Phone", call_id: int = -1) -> None:
        super().__init__(phone, call_id)
        self.phone = phone

    def onCallState(self, prm: Any) -> None:
        print(f"state {self.getInfo().stateText}", flush=True)

    def onCallMediaState(self, prm: Any) -> None:
        # Nothing of `getInfo()` outlives it: it is not asked for its media, which is always one sound.
        media = self.getAudioMedia(-1)
        self.phone.player.startTransmit(media)
        media.startTransmit(self.phone.recorder)
        print("sound", flush=True)


class Phone(pj.Account):  # type: ignore[misc]  pjsua2 has no types
    def __init__(self, voice: str, ear: str) -> None:
        super().__init__()
        self.call: Call | None = None
        self.player, self.recorder = pj.AudioMediaPlayer(), pj.AudioMediaRecorder()
        self.player.createPlayer(voice, pj.PJMEDIA_FILE_NO_LOOP)
        self.recorder.createRecorder(ear)

    def onRegState(self, prm: Any) -> None:
        print(f"registered {prm.code}", flush=True)

    def onIncomingCall(self, prm: Any) -> None:
        self.call = Call(self, prm.callId)
        print("incoming", flush=True)
        self.answer(180)

    def answer(self, status: int) -> None:
        assert self.call is not None
        prm = pj.CallOpParam()
        prm.statusCode = status
        self.call.answer(prm)


def main(server: str, port: str, user: str, password: str, voice: str, ear: str) -> None:
    endpoint, config = pj.Endpoint(), pj.EpConfig()
    endpoint.libCreate()
    config.uaConfig.threadCnt, config.uaConfig.mainThreadOnly = 0, True
    config.logConfig.level = config.logConfig.consoleLevel = 1
    # Nothing suppressed, nothing cancelled: what is heard can be compared.
    config.medConfig.noVad, config.medConfig.ecTailLen = True, 0
    endpoint.libInit(config)
    transport = pj.TransportConfig()
    transport.boundAddress = server
    endpoint.transportCreate(pj.PJSIP_TRANSPORT_UDP, transport)
    endpoint.libStart()
    endpoint.audDevManager().setNullDev()
    account = pj.AccountConfig()
    account.idUri = f"sip:{user}@{server}:{port}"
    account.regConfig.registrarUri = f"sip:{server}:{port}"
    account.sipConfig.authCreds.append(pj.AuthCredInfo("digest", "*", user, 0, password))
    account.mediaConfig.transportConfig.boundAddress = server
    phone = Phone(voice, ear)
    phone.create(account)
    while True:
        endpoint.libHandleEvents(10)
        if select.select([sys.stdin], [], [], 0)[0]:
            word, _, more = sys.stdin.readline().strip().partition(" ")
            if word == "answer":
                phone.answer(200)
            elif word == "dial":
                phone.call = Call(phone)
                phone.call.makeCall(f"sip:{more}@{server}:{port}", pj.CallOpParam(True))
            elif word in ("quit", ""):
                break
    phone.recorder = phone.player = phone.call = None
    endpoint.libDestroy()


if __name__ == "__main__":
    main(*sys.argv[1:])
