"""A scripted person's browser: signs in and asks over HTTP, as the web application does."""

import ssl
from typing import Any

import httpx

from simulator.rehearsal.faults import DidNotHold

Json = dict[str, Any]

PATIENCE_SECONDS = 30.0
"""Until an answer must have come; a document is set meanwhile."""

NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""No authority is trusted: none is needed on loopback, and reading them costs each browser a tenth of a second."""


class Person:
    """`door`: « staff » or « candidate ». Use as `async with`."""

    def __init__(self, address: str, door: str, trust: ssl.SSLContext = NOBODY) -> None:
        """`trust`: whose certificates are believed, where the address is https."""
        self.address, self.door, self.trust = address, door, trust
        headers = {"X-Combine": "1", "Origin": address}
        # The server closes what was idle for five seconds: a request must not be on its way just then.
        limits = httpx.Limits(keepalive_expiry=2.0)
        self._http = httpx.AsyncClient(
            base_url=address, headers=headers, timeout=PATIENCE_SECONDS, verify=trust, limits=limits
        )

    async def __aenter__(self) -> "Person":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    def twin(self) -> "Person":
        """Another window of the same browser: signed in as this one is now; closed by itself."""
        other = Person(self.address, self.door, self.trust)
        other._http.cookies.update(self._http.cookies)
        return other

    async def get(self, path: str) -> Any:
        """Raises DidNotHold, as all below."""
        return await self._ask("GET", path)

    async def delete(self, path: str) -> Any:
        return await self._ask("DELETE", path)

    async def post(self, path: str, **body: Any) -> Any:
        return await self._ask("POST", path, json=body)

    async def put(self, path: str, **body: Any) -> Any:
        return await self._ask("PUT", path, json=body)

    async def send(self, method: str, path: str, content: bytes, **query: str | int) -> Any:
        """A body that is a file, or a piece of sound."""
        return await self._ask(method, path, content=content, params=query)

    async def file(self, path: str) -> bytes:
        """What a browser would save."""
        return (await self._answer("GET", path)).content

    @property
    def cookie(self) -> str:
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self._http.cookies.jar)

    async def _ask(self, method: str, path: str, **sent: Any) -> Any:
        answer = await self._answer(method, path, **sent)
        return answer.json() if answer.content else None

    async def _answer(self, method: str, path: str, **sent: Any) -> httpx.Response:
        try:
            answer = await self._http.request(method, path, **sent)
        except httpx.HTTPError as error:
            raise DidNotHold(f"{method} {path} : pas de réponse ({type(error).__name__}).") from error
        if answer.status_code >= 300:
            raise DidNotHold(f"{method} {path} : {answer.status_code}, {_words(answer)}", _code(answer))
        return answer


def _words(answer: httpx.Response) -> str:
    try:
        told = answer.json()
        return f"{told['message']} {told['remedy']}"
    except (ValueError, KeyError, TypeError):
        return answer.text[:300]


def _code(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["code"])
    except (ValueError, KeyError, TypeError):
        return ""
