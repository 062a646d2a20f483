"""What the case study's printed pages say, as plain data for `productions.typ`."""

from collections.abc import Mapping
from typing import Any

from exams.phases import ProductionId
from simulator.french_dates import long_date, long_day
from simulator.productions.prose import Block, checked
from simulator.productions.reading import as_json, produced, study_of
from simulator.productions.version_rows import VersionRows
from simulator.replay.moments import NB
from simulator.seat.deciding.productions import PHASE
from simulator.seat.state import SeatState

NAMES: Mapping[ProductionId, str] = {
    "case_summary": "Résumé de la situation",
    "stakes": "Enjeux pour le client et pour l’entreprise",
    "reply_letter": "Courrier de réponse",
}


async def production_pages(rows: VersionRows, state: SeatState) -> dict[str, Any]:
    """All of them, as they stand; sealed, they carry the seal's code. Raises Refused where none is held."""
    seal = state.seals.get(PHASE) if state.clock_of(PHASE).state == "ended" else None
    who = f"{state.seat.label} · {state.candidate_name} · {state.training.title}"
    sealed = f"Remis le {long_date(seal.at)} · code {seal.code}" if seal is not None else "Relecture, non remis"
    return {
        "title": f"Étude de cas — {state.candidate_name}",
        "subtitle": who,
        "footer": f"{who} · {sealed}",
        "nothing": "Aucun texte n’a été remis." if seal is not None else "Aucun texte n’est encore écrit.",
        "texts": [await _text(rows, state, one) for one in produced(state)],
    }


async def _text(rows: VersionRows, state: SeatState, production: ProductionId) -> dict[str, Any]:
    prose = checked(as_json(await rows.document(state, production)))
    return {
        "name": NAMES[production],
        "letter": letterhead(state) if production == "reply_letter" else None,
        "blocks": [_block(block) for block in prose.blocks],
    }


def letterhead(state: SeatState) -> dict[str, Any]:
    """The company's, to the case's customer, on the day of the story."""
    company, customer = state.pack.company, state.pack.customer(study_of(state).customer)
    sender, to = company.mailing_address, customer.address
    return {
        "company": company.name,
        "tagline": company.tagline,
        "sender": [*sender.lines, f"{sender.postcode} {sender.city}", f"{company.phone} · {company.email}"],
        "place": f"{sender.city}, le {long_day(company.story_date)}",
        "reference": f"Dossier{NB}: {customer.number}",
        "recipient": [customer.display_name, *to.lines, f"{to.postcode} {to.city}"],
    }


def _block(block: Block) -> dict[str, Any]:
    return {
        "depth": block.depth,
        "marker": block.marker,
        "runs": [
            {"text": run.text, "bold": run.bold, "italic": run.italic, "underline": run.underline}
            for run in block.runs
        ],
    }
