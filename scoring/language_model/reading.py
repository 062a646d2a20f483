"""`read_again`: an exchange read by a language model, in the shape of the detectors' findings."""

from scoring.evidence.weighing import Finding
from scoring.exchange import Exchange
from scoring.language_model.answer import UnreadableAnswer, findings_of
from scoring.language_model.endpoint import Endpoint, EndpointFailed, Spent
from scoring.language_model.question import question


def read_again(exchange: Exchange, endpoint: Endpoint, spent: Spent | None = None) -> list[Finding]:
    """Asks once and waits for the answer: never on an event loop. Raises EndpointFailed."""
    try:
        return findings_of(endpoint.ask(question(exchange), spent), exchange)
    except UnreadableAnswer:
        raise EndpointFailed("la réponse du modèle de langue n’a pas la forme demandée") from None
