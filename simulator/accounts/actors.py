"""Whoever is signed in, as the facts name them."""

from simulator.accounts.signing import SignedIn
from simulator.facts.fact import Actor


def actor_of(who: SignedIn) -> Actor:
    """The actor that facts name."""
    return Actor("partner", "Partenaire") if who.kind == "partner" else Actor.of_person(who.person_id, who.name)
