"""Getting the telephone's account from a Combiné server, by HTTP, as anybody else would."""

import ssl
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from aiosipua import parse_uri

from telephony import strict_json
from telephony.sip import SipLogin

from .faults import Refused, Unreachable, WrongUse

SECONDS = 10.0
"""For one question to the server."""


@dataclass(frozen=True, slots=True)
class Server:
    """`address`: as people type it, with or without https://; `authority`: file of a certificate to trust besides."""

    address: str
    authority: str = ""

    @property
    def url(self) -> str:
        """Raises WrongUse."""
        address = self.address.strip().rstrip("/")
        if "://" not in address:
            address = f"{'http' if _is_loopback(urlsplit(f'//{address}').hostname or '') else 'https'}://{address}"
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise WrongUse(f"« {self.address} » n’est pas une adresse.", "Par exemple : https://192.168.1.20:8080")
        if parts.scheme == "http" and not _is_loopback(parts.hostname):
            raise WrongUse(
                "Cette adresse en http laisserait lire votre code ou mot de passe sur le réseau.",
                f"Écrivez https://{parts.netloc}",
            )
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""


async def by_code(server: Server, code: str) -> SipLogin:
    """With the code that the page of a desk shows, good once. Raises Fault."""
    async with _client(server) as client:
        return _login(server, await _asked(server, client, "POST", "/api/public/phone/headset", {"code": code}))


async def by_password(server: Server, login: str, password: str) -> SipLogin:
    """With the account of a juror or trainer; nothing stays signed in. Raises Fault."""
    async with _client(server) as client:
        await _asked(server, client, "POST", "/api/staff/sign-in", {"login": login, "password": password})
        try:
            return _login(server, await _asked(server, client, "GET", "/api/staff/phone"))
        finally:
            await _asked(server, client, "POST", "/api/staff/sign-out")


def by_uri(uri: str, password: str, auth_user: str = "", name: str = "") -> SipLogin:
    """Any SIP account: sip:user@host, with ;transport=tcp or a port where needed. Raises WrongUse."""
    text = uri if uri.startswith(("sip:", "sips:")) else f"sip:{uri}"
    try:
        parsed = parse_uri(text)
    except ValueError:
        parsed = None
    if parsed is None or not parsed.user or not parsed.host or text.startswith("sips:"):
        raise WrongUse(f"« {uri} » n’est pas une adresse SIP.", "Par exemple : sip:lea@192.168.1.20:5060")
    transport = (parsed.params.get("transport") or "udp").upper()
    return SipLogin(
        account=parsed.user,
        password=password,
        registrar=parsed.host.strip("[]"),
        port=parsed.port or 5060,
        transport="TCP" if transport == "TCP" else "UDP",
        auth_user=auth_user,
        name=name or parsed.user,
    )


def _client(server: Server) -> httpx.AsyncClient:
    url = server.url
    context = ssl.create_default_context()
    if server.authority:
        try:
            context.load_verify_locations(cafile=Path(server.authority).expanduser())
        except (OSError, ssl.SSLError) as error:
            raise WrongUse(
                f"Le fichier d’autorité « {server.authority} » ne se lit pas.",
                "Demandez « combine-autorite.pem » au service informatique.",
            ) from error
    # A page of the server proves itself so: the same is asked of us (simulator/accounts/signing.py).
    headers = {"Origin": url, "X-Combine": "1"}
    return httpx.AsyncClient(base_url=url, headers=headers, timeout=SECONDS, verify=context, trust_env=False)


async def _asked(
    server: Server, client: httpx.AsyncClient, method: str, path: str, body: dict[str, str] | None = None
) -> dict[str, Any]:
    try:
        answer = await client.request(method, path, json=body)
    except httpx.ConnectError as error:
        if "CERTIFICATE_VERIFY_FAILED" in str(error):
            raise Unreachable(
                f"Le certificat de {server.host} n’est pas approuvé sur ce poste.",
                "Demandez le fichier « combine-autorite.pem » au service informatique, puis ajoutez --ca CHEMIN.",
            ) from error
        raise Unreachable(
            f"Le serveur {server.url} ne répond pas.", "Vérifiez l’adresse, le réseau, et que Combiné est démarré."
        ) from error
    except httpx.TimeoutException as error:
        raise Unreachable(
            f"Le serveur {server.url} met plus de {SECONDS:.0f} s à répondre.",
            "Un pare-feu bloque peut-être ce port : voyez avec le service informatique.",
        ) from error
    except httpx.HTTPError as error:
        raise Unreachable(
            f"L’échange avec {server.url} a échoué.", "Vérifiez que l’adresse commence bien par https:// ou http://."
        ) from error
    return _content(server, answer)


def _content(server: Server, answer: httpx.Response) -> dict[str, Any]:
    content: Any = None
    if answer.status_code == 204:
        return {}
    if "json" in answer.headers.get("content-type", ""):
        content = _read(answer)
    if not isinstance(content, dict):
        raise Unreachable(f"{server.url} répond, mais ce n’est pas un serveur Combiné.", "Vérifiez l’adresse.")
    if answer.status_code >= 400:
        message, remedy = str(content.get("message") or answer.reason_phrase), str(content.get("remedy") or "")
        raise Refused(message, remedy)
    return content


def _read(answer: httpx.Response) -> Any:
    """None for what is no JSON: another program answers there."""
    try:
        return strict_json.loads(answer.content)
    except ValueError:
        return None


def _login(server: Server, account: dict[str, Any]) -> SipLogin:
    if account.get("available") is False:
        raise Unreachable(
            str(account.get("trouble") or "Les téléphones ne sont pas activés sur ce serveur."),
            "Le responsable informatique les active avec COMBINE_SIP=true.",
        )
    registrar = str(account["registrar"])
    if _is_loopback(registrar) and not _is_loopback(server.host):
        raise Unreachable(
            f"Le serveur n’ouvre ses téléphones que sur lui-même ({registrar}).",
            "Le responsable informatique règle COMBINE_SIP_HOST sur l’adresse du réseau.",
        )
    user = str(account["auth_user"])
    name = str(account.get("name") or user)
    return SipLogin(user, str(account["password"]), registrar, int(account["port"]), name=name)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
