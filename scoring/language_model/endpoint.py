"""One question to an OpenAI-compatible endpoint (`POST {url}/chat/completions`), with a time limit."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from scoring.language_model.question import Message

MOST_BYTES = 2_000_000
"""An answer is a few kilobytes; anything near this is not one."""


@dataclass
class Spent:
    """Tokens asked and answered so far, as the endpoint counts them; 0 where it does not."""

    asked: int = 0
    answered: int = 0

    def add(self, answer: object) -> None:
        match answer:
            case {"usage": {"prompt_tokens": int(asked), "completion_tokens": int(answered)}}:
                self.asked += asked
                self.answered += answered
            case _:
                return


class EndpointFailed(Exception):
    """Why there is no answer, in French."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`url` ends where `/chat/completions` begins, mostly in `/v1`; `key` may be empty for a local server."""

    url: str
    model: str
    key: str = ""
    seconds: float = 120.0

    @property
    def host(self) -> str:
        """The machine that hears what is asked."""
        return urlsplit(self.url).hostname or self.url

    def ask(self, messages: Sequence[Message], spent: Spent | None = None) -> str:
        """The words of the first choice; what it took is added to `spent`. Raises EndpointFailed."""
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        body = {
            "model": self.model,
            "messages": list(messages),
            "temperature": 0,
            "response_format": {"type": "json_object"},
        }
        address = f"{self.url.rstrip('/')}/chat/completions"
        limits = httpx.Timeout(self.seconds, connect=10.0)
        try:
            # Proxies of the environment are not asked: the centre named this machine and no other.
            with (
                httpx.Client(timeout=limits, trust_env=False) as client,
                client.stream("POST", address, json=body, headers=headers) as answer,
            ):
                received = bytearray()
                for piece in answer.iter_bytes():
                    received += piece
                    if len(received) > MOST_BYTES:
                        raise EndpointFailed("le modèle de langue répond sans fin")
                if answer.status_code != 200:
                    raise EndpointFailed(f"le modèle de langue refuse ({answer.status_code})")
                told = httpx.Response(200, content=bytes(received)).json()
                if spent is not None:
                    spent.add(told)
                return _words(told)
        except httpx.TimeoutException:
            raise EndpointFailed(f"le modèle de langue ne répond pas en {self.seconds:.0f} s") from None
        except (httpx.HTTPError, httpx.InvalidURL):
            raise EndpointFailed(f"« {self.host} » est injoignable") from None
        except ValueError:
            raise EndpointFailed("le modèle de langue répond autre chose que du JSON") from None


def _words(answer: object) -> str:
    """Raises ValueError when there are none."""
    match answer:
        case {"choices": [{"message": {"content": str(words)}}, *_]}:
            return words
        case _:
            raise ValueError("no choice")
