"""A draw in two steps, in which the candidate has a part; its proof is done again, as anybody may."""

from simulator.rehearsal import script
from simulator.rehearsal.faults import DidNotHold
from simulator.rehearsal.held_day import Candidacy
from simulator.rehearsal.person import Person


async def draw(by: Person, one: Candidacy, what: str) -> None:
    """`by`: who keeps the draw. `what`: « subject » or « recording ». Raises DidNotHold."""
    at = one.at(f"draws/{what}")
    bound = await by.post(at, reason="")
    commitment = next(it["draw"]["commitment"] for it in bound["drawings"] if it["what"] == what)
    await by.post(f"{at}/reveal", word=script.WORD)
    proof = await by.get(f"{at}/proof.json")
    if proof["commitment"] != commitment:
        raise DidNotHold(f"Le tirage de {one.name} n’est pas celui auquel le serveur s’était engagé.")
