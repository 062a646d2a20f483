"""The words of a session's procès-verbal."""

from simulator.centre.identity import CentreIdentity
from simulator.ids import SessionId
from simulator.results import session_sheets
from simulator.results.session_record import SessionRecords
from tests.integration.simulator.ground import Centre
from tests.integration.simulator.test_results_of_two_days import words


async def minutes_of(centre: Centre, session_id: str) -> str:
    services = centre.services
    named = CentreIdentity(services.sessions, services.settings)
    records = SessionRecords(services.sessions, services.rooms, services.clock, services.referential, named)
    return words(session_sheets.minutes_sheet(await records.of(SessionId(session_id)), ""))
