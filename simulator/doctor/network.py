"""What the network needs: ports, the addresses of the sound, the relay. Every wait has a limit."""

import asyncio
import errno
import secrets
import socket
import struct
from collections.abc import Sequence

import httpx

from simulator.addresses import own_root
from simulator.certificate import lan_addresses
from simulator.doctor.finding import Finding
from simulator.settings import Settings
from telephony.carrying.ice_servers import host_and_port

ANSWER_SECONDS = 2.0
"""How long a STUN or TURN server may take."""

STUN_MAGIC = 0x2112A442
"""RFC 8489 §5."""


async def is_serving(settings: Settings) -> bool:
    """Whether a Combiné answers at this installation's address, whatever its certificate."""
    try:
        async with httpx.AsyncClient(verify=False, timeout=ANSWER_SECONDS, trust_env=False) as client:
            answer = await client.get(f"{own_root(settings)}/api/public/health")
            return "version" in answer.json()
    except (httpx.HTTPError, ValueError):
        return False


def web_port(settings: Settings, is_serving: bool) -> Finding:
    one = (socket.SOCK_STREAM,)
    return _port("web_port", "Port des pages", settings.host, settings.port, "COMBINE_PORT", one, is_serving)


def sip_port(settings: Settings, is_serving: bool) -> Finding:
    if not settings.has_sip:
        return Finding("sip_port", "ok", "Téléphones (SIP) : non utilisés.")
    both = (socket.SOCK_STREAM, socket.SOCK_DGRAM)
    setting = "COMBINE_SIP_PORT"
    return _port("sip_port", "Port des téléphones", settings.sip_host, settings.sip_port, setting, both, is_serving)


def ice_addresses(settings: Settings) -> Finding:
    """Whether browsers of the network are offered an address of this machine that they reach."""
    given = [one for one in settings.ice_addresses if one != "auto"]
    foreign = [one for one in given if not settings.server_uses_turn and not _is_ours(one)]
    if foreign:
        return Finding(
            "ice",
            "fault",
            f"Adresses du son : {', '.join(foreign)} n’est pas de cette machine.",
            'COMBINE_ICE_ADDRESSES=\'["auto", "127.0.0.1"]\' les trouve toutes.',
        )
    reached = [*(lan_addresses() if "auto" in settings.ice_addresses else ()), *given]
    if not settings.is_loopback and all(one.startswith("127.") or one == "::1" for one in reached):
        return Finding(
            "ice",
            "fault",
            "Adresses du son : aucune que les postes puissent joindre.",
            "Branchez le réseau, ou nommez l’adresse de cette machine dans COMBINE_ICE_ADDRESSES.",
        )
    return Finding("ice", "ok", f"Adresses du son : {', '.join(reached) or 'celle de cette machine'}.")


async def relay(settings: Settings) -> Finding:
    """Whether each STUN and TURN server answers a STUN question (RFC 8489 §6), over UDP or TCP."""
    urls = [*settings.stun_urls, *settings.turn_urls]
    if not urls:
        return Finding("relay", "ok", "Relais (TURN) : aucun n’est réglé.")
    answers = await asyncio.gather(*(_answers(url) for url in urls))
    silent = [url for url, answers_it in zip(urls, answers, strict=True) if not answers_it]
    if silent:
        return Finding(
            "relay",
            "fault",
            f"Relais (TURN) : {', '.join(silent)} ne répond pas.",
            "Vérifiez que coturn tourne et que le pare-feu laisse passer ce port.",
        )
    return Finding("relay", "ok", f"Relais (TURN) : {', '.join(urls)} répond.")


def _port(
    name: str, what: str, host: str, port: int, setting: str, kinds: Sequence[int], is_serving: bool
) -> Finding:
    """Bound for a moment. Who has a port the system does not tell: where Combiné answers, it is Combiné."""
    try:
        for kind in kinds:
            with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, kind) as probe:
                if kind == socket.SOCK_STREAM:
                    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((host, port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            if is_serving:
                return Finding(name, "ok", f"{what} : {port}, Combiné y répond.")
            said = f"{what} : {port} est pris par un autre programme."
            return Finding(name, "fault", said, f"Arrêtez-le, ou donnez un autre port à {setting}.")
        if error.errno == errno.EACCES:
            # Whoever looks may not try it; the service may (its unit says so).
            if is_serving:
                return Finding(name, "ok", f"{what} : {port}, Combiné y répond.")
            remedy = (
                "Le service y a droit : « sudo simulator service install » refait son unité si elle date d’avant. "
                f"Sans service, plus de 1023 pour {setting}."
            )
            return Finding(
                name, "warning", f"{what} : {port} est réservé au système, ce compte ne l’essaie pas.", remedy
            )
        remedy = "Donnez l’adresse de cette machine, ou 0.0.0.0."
        return Finding(name, "fault", f"{what} : « {host} » n’est pas une adresse de cette machine.", remedy)
    return Finding(name, "ok", f"{what} : {port} est libre.")


def _is_ours(address: str) -> bool:
    try:
        with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind((address, 0))
    except OSError:
        return False
    return True


async def _answers(url: str) -> bool:
    """Cancelling closes the socket."""
    host, port = host_and_port(url)
    question = struct.pack(">HHI", 0x0001, 0, STUN_MAGIC) + secrets.token_bytes(12)
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            if url.startswith(("turns:", "stuns:")) or url.endswith("transport=tcp"):
                _, writer = await asyncio.open_connection(host, port)
                writer.close()
                return True
            return await _answers_udp(host, port, question)
    except (OSError, TimeoutError):
        return False


async def _answers_udp(host: str, port: int, question: bytes) -> bool:
    loop = asyncio.get_running_loop()
    (family, _, _, _, address), *_ = await loop.getaddrinfo(host, port, type=socket.SOCK_DGRAM)
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        probe.setblocking(False)
        await loop.sock_connect(probe, address)
        await loop.sock_sendall(probe, question)
        answer = await loop.sock_recv(probe, 1500)
    return answer[8:20] == question[8:20]
