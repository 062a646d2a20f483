"""Who may pass each route, for a practice session and for an exam: the table that `test_doors.py` tries.

To add a route: one line in `DOORS`, and a body in `knocking.py` when it needs one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

ROLES = (
    "anonymous",
    "candidate",
    "disguised",  # a candidate who renamed their own cookie to the staff's
    "partner",
    "invigilator",
    "other_jury",  # a juror, of another seat
    "jury",
    "trainer",
    "session_lead",
)
LOGINS = {
    "invigilator": "veille",
    "other_jury": "ailleurs",
    "jury": "roy",
    "trainer": "abadie",
    "session_lead": "delmas",
}


@dataclass(frozen=True)
class Door:
    """Who may pass in a practice session, and in an exam; the same when only one is given."""

    practice: frozenset[str]
    exam: frozenset[str]


def door(practice: Iterable[str], exam: Iterable[str] | None = None) -> Door:
    return Door(frozenset(practice), frozenset(practice if exam is None else exam))


EVERYBODY = door(ROLES)
CANDIDATE = door({"candidate"})
STAFF_ROLES = {"invigilator", "other_jury", "jury", "trainer", "session_lead"}
STAFF = door(STAFF_ROLES)
STAFF_OR_PARTNER = door(STAFF_ROLES | {"partner"})
SEAT = door({"partner", "jury", "trainer", "session_lead"}, {"jury", "session_lead"})
"""Whoever follows the seat: see docs/roles.md."""
SESSION = door({"jury", "trainer", "session_lead"}, {"jury", "session_lead"})
REVIEW = SESSION
"""Recordings and documents of a seat: no partner, who is another trainee."""
MARKING = door({"jury", "trainer", "session_lead"}, {"jury"})
ATTENDING = door({"jury", "trainer", "session_lead"}, {"jury", "session_lead", "invigilator"})
"""Draws: whoever is in the room. A sequence is drawn by the jury alone; a subject by the invigilator too."""
OWN_SHARED = door({"candidate"}, ())
"""One's own practice, once its trainer has shared it; an exam never."""
TEACHERS = door({"trainer", "session_lead"}, {"session_lead"})
LEADER = door({"session_lead"})
WATCHER = door({"invigilator", "session_lead"})
"""Of an exam day; what each phase opens is in `test_day_doors.py`."""

DOORS: dict[str, Door] = {
    "GET /{path:path}": EVERYBODY,
    "GET /openapi.json": EVERYBODY,
    "GET /api/public/info": EVERYBODY,
    "GET /api/public/health": EVERYBODY,
    "POST /api/public/demo/enter": EVERYBODY,
    "GET /api/public/phone/linphone.xml": EVERYBODY,
    "POST /api/public/phone/headset": EVERYBODY,
    "POST /api/staff/phone/headset-code": STAFF,
    "POST /api/candidate/phone/headset-code": CANDIDATE,
    "GET /api/staff/phone": STAFF,
    "PUT /api/staff/phone": STAFF,
    "POST /api/staff/phone/password": STAFF,
    "POST /api/candidate/phone/password": CANDIDATE,
    "GET /api/staff/phone/state": STAFF,
    "POST /api/staff/phone/check": STAFF,
    "DELETE /api/staff/phone/check": STAFF,
    "GET /api/staff/telephony": STAFF,
    "POST /api/staff/telephony/trunk/retry": door({"trainer", "session_lead"}),
    "POST /api/staff/telephony/guessers/let-off": door({"trainer", "session_lead"}),
    "GET /api/staff/seats/{seat_id}/phone": SESSION,
    "PUT /api/staff/seats/{seat_id}/phone": TEACHERS,
    "GET /api/candidate/phone": CANDIDATE,
    "GET /api/candidate/phone/state": CANDIDATE,
    "POST /api/candidate/phone/check": CANDIDATE,
    "DELETE /api/candidate/phone/check": CANDIDATE,
    "PUT /api/candidate/phone": CANDIDATE,
    "POST /api/staff/sign-in": EVERYBODY,
    "POST /api/staff/partner-sign-in": EVERYBODY,
    "POST /api/candidate/sign-in": EVERYBODY,
    "GET /api/staff/me": STAFF_OR_PARTNER,
    "POST /api/staff/sign-out": STAFF_OR_PARTNER,
    "GET /api/candidate/me": CANDIDATE,
    "POST /api/candidate/sign-out": CANDIDATE,
    "GET /api/staff/people": STAFF,
    "POST /api/staff/people": LEADER,
    "POST /api/staff/people/{person_id}/password": LEADER,
    "POST /api/staff/people/{person_id}/disable": LEADER,
    "PUT /api/staff/people/{person_id}/roles": LEADER,
    "POST /api/staff/people/{person_id}/second-factor/reset": LEADER,
    "GET /api/staff/upkeep": LEADER,
    "GET /api/staff/upkeep/unclaimed/audio": LEADER,
    "POST /api/staff/upkeep/unclaimed/delete": LEADER,
    "GET /api/staff/guesses": LEADER,
    "POST /api/staff/guesses/reopen": LEADER,
    "GET /api/staff/me/account": STAFF,
    "POST /api/staff/me/password": STAFF,
    "POST /api/staff/me/second-factor": STAFF,
    "POST /api/staff/me/second-factor/confirm": STAFF,
    "POST /api/staff/me/second-factor/remove": STAFF,
    "GET /api/staff/packs": STAFF,
    "GET /api/staff/broken-packs": door({"trainer", "session_lead"}),
    "GET /api/staff/packs/{pack_id}": STAFF,
    "GET /api/staff/sessions": STAFF,
    "POST /api/staff/sessions": TEACHERS,
    "GET /api/staff/sessions/{session_id}": SESSION,
    "POST /api/staff/sessions/{session_id}/seats": TEACHERS,
    "POST /api/staff/sessions/{session_id}/desk-codes": TEACHERS,
    "POST /api/staff/sessions/{session_id}/close": TEACHERS,
    "GET /api/staff/sessions/{session_id}/search": SESSION,
    "PUT /api/staff/seats/{seat_id}/jurors": TEACHERS,
    "POST /api/staff/seats/{seat_id}/desk-code": TEACHERS,
    "POST /api/staff/seats/{seat_id}/runs": SEAT,
    "GET /api/staff/my-seats": STAFF_OR_PARTNER,
    "GET /api/candidate/desk": CANDIDATE,
    "GET /api/candidate/ice-servers": CANDIDATE,
    "GET /api/candidate/company": CANDIDATE,
    "GET /api/candidate/documents": CANDIDATE,
    "GET /api/candidate/documents/search": CANDIDATE,
    "GET /api/candidate/search": CANDIDATE,
    "GET /api/candidate/customers/{customer_id}": CANDIDATE,
    "GET /api/staff/seats/{seat_id}/desk": SEAT,
    "GET /api/staff/seats/{seat_id}/ice-servers": SEAT,
    "GET /api/staff/seats/{seat_id}/customers/{customer_id}": SEAT,
    "GET /api/staff/seats/{seat_id}/documents": SEAT,
    "GET /api/staff/seats/{seat_id}/replays": REVIEW,
    "GET /api/staff/seats/{seat_id}/overview": REVIEW,
    "GET /api/staff/detectors": door({"trainer", "session_lead"}),
    "PUT /api/staff/detectors/{criterion}": LEADER,
    "GET /api/staff/progress/groups": door({"trainer", "session_lead"}),
    "GET /api/staff/progress/group": door({"trainer", "session_lead"}),
    "GET /api/staff/progress/trainees/{person_id}": door({"trainer", "session_lead"}),
    "GET /api/staff/progress/criteria.csv": door({"trainer", "session_lead"}),
    "GET /api/staff/progress/exchanges.csv": door({"trainer", "session_lead"}),
    "GET /api/staff/progress/xapi.json": door({"trainer", "session_lead"}),
    "GET /api/candidate/progress": CANDIDATE,
    "GET /api/staff/runs/{run_id}/replay": REVIEW,
    "GET /api/staff/runs/{run_id}/calls/{call_id}/audio": REVIEW,
    "GET /api/staff/runs/{run_id}/calls/{call_id}/peaks": REVIEW,
    "GET /api/staff/runs/{run_id}/calls/{call_id}/so-far": REVIEW,
    "GET /api/staff/runs/{run_id}/calls/{call_id}/so-far/peaks": REVIEW,
    "GET /api/staff/runs/{run_id}/sheet.pdf": REVIEW,
    "GET /api/staff/runs/{run_id}/confirmation.pdf": REVIEW,
    "GET /api/staff/runs/{run_id}/vcon": REVIEW,
    "GET /api/staff/runs/{run_id}/chat.txt": REVIEW,
    "GET /api/staff/runs/{run_id}/transcript.txt": REVIEW,
    "GET /api/staff/runs/{run_id}/transcript.vtt": REVIEW,
    "POST /api/staff/runs/{run_id}/transcript/correct": MARKING,
    "GET /api/staff/runs/{run_id}/facts.json": REVIEW,
    "GET /api/staff/seats/{seat_id}/matrix.pdf": REVIEW,
    "POST /api/staff/runs/{run_id}/marks": MARKING,
    "POST /api/staff/runs/{run_id}/marks/remove": MARKING,
    "GET /api/staff/runs/{run_id}/findings": MARKING,
    "POST /api/staff/runs/{run_id}/findings/reject": MARKING,
    "POST /api/staff/runs/{run_id}/second-reading": MARKING,
    "POST /api/staff/runs/{run_id}/verdicts": MARKING,
    "POST /api/staff/runs/{run_id}/feedback": MARKING,
    "GET /api/staff/runs/{run_id}/feedback": door({"jury", "trainer", "session_lead"}, ()),
    "GET /api/candidate/runs/{run_id}/feedback": OWN_SHARED,
    "GET /api/staff/seats/{seat_id}/draw": MARKING,
    "POST /api/staff/seats/{seat_id}/draw": MARKING,
    "POST /api/staff/seats/{seat_id}/draw/played": MARKING,
    "GET /api/staff/seats/{seat_id}/draw/audio": MARKING,
    "GET /api/staff/seats/{seat_id}/deliberation": MARKING,
    "PUT /api/staff/seats/{seat_id}/deliberation/verdicts/{criterion}": MARKING,
    "PUT /api/staff/seats/{seat_id}/deliberation/decisions/{what}": MARKING,
    "POST /api/staff/seats/{seat_id}/deliberation/signatures": MARKING,
    "POST /api/staff/seats/{seat_id}/deliberation/corrections": MARKING,
    "GET /api/staff/seats/{seat_id}/draws": ATTENDING,
    "GET /api/staff/seats/{seat_id}/draws/{what}/proof.json": ATTENDING,
    "POST /api/staff/seats/{seat_id}/draws/{what}": MARKING,
    "POST /api/staff/seats/{seat_id}/draws/{what}/reveal": MARKING,
    "GET /api/staff/exam-days/{session_id}/opening": LEADER,
    "POST /api/staff/exam-days/{session_id}/sealing": LEADER,
    "POST /api/staff/exam-days/{session_id}/opening/lead": LEADER,
    "POST /api/staff/exam-days/{session_id}/opening/candidate": LEADER,
    "POST /api/staff/exam-days/{session_id}/opening/open": LEADER,
    "PUT /api/staff/opening-photo/{session_id}": LEADER,
    "GET /api/staff/opening-photo/{session_id}": LEADER,
    "GET /api/staff/exam-days": WATCHER,
    "GET /api/staff/exam-days/{session_id}/board": LEADER,
    "GET /api/staff/exam-days/{session_id}/watch": WATCHER,
    "POST /api/staff/exam-days/{session_id}/phases/open": LEADER,
    "POST /api/staff/exam-days/{session_id}/phases/pause": LEADER,
    "POST /api/staff/exam-days/{session_id}/phases/resume": LEADER,
    "POST /api/staff/exam-days/{session_id}/phases/extend": LEADER,
    "POST /api/staff/exam-days/{session_id}/phases/close": LEADER,
    "POST /api/staff/exam-days/{session_id}/phases/reopen": LEADER,
    "POST /api/staff/exam-days/{session_id}/accommodations": LEADER,
    "POST /api/staff/exam-days/{session_id}/measures": LEADER,
    "POST /api/staff/exam-days/{session_id}/measures/{measure_id}/lift": LEADER,
    "POST /api/staff/exam-days/{session_id}/messages": LEADER,
    "POST /api/staff/exam-days/{session_id}/incidents": WATCHER,
    "POST /api/staff/exam-days/{session_id}/incidents/{incident_id}/close": LEADER,
    "POST /api/staff/exam-days/{session_id}/help": WATCHER,
    "POST /api/staff/exam-days/{session_id}/help/{help_id}/answer": WATCHER,
    "POST /api/staff/exam-days/{session_id}/seats/{seat_id}/identity": WATCHER,
    "POST /api/staff/exam-days/{session_id}/seats/{seat_id}/arrival": WATCHER,
    "POST /api/staff/exam-days/{session_id}/seats/{seat_id}/absence": WATCHER,
    "POST /api/staff/exam-days/{session_id}/seats/{seat_id}/abandonment": WATCHER,
    "GET /api/candidate/day": CANDIDATE,
    "POST /api/candidate/day/help": CANDIDATE,
    "GET /api/candidate/day/preparation": CANDIDATE,
    "PUT /api/candidate/day/preparation": CANDIDATE,
    "GET /api/candidate/runs/{run_id}/replay": OWN_SHARED,
    "GET /api/candidate/runs/{run_id}/calls/{call_id}/audio": OWN_SHARED,
    "GET /api/candidate/runs/{run_id}/calls/{call_id}/peaks": OWN_SHARED,
    "GET /api/candidate/productions": CANDIDATE,
    "GET /api/candidate/productions/now": CANDIDATE,
    "GET /api/candidate/productions/preview.pdf": CANDIDATE,
    "POST /api/candidate/productions/{written}/versions": CANDIDATE,
    "GET /api/candidate/productions/{written}/versions/{number}": CANDIDATE,
    "POST /api/candidate/productions/{production}/paste-refused": CANDIDATE,
    "GET /api/staff/seats/{seat_id}/productions": MARKING,
    "GET /api/staff/seats/{seat_id}/productions/findings": MARKING,
    "GET /api/staff/seats/{seat_id}/productions.pdf": REVIEW,
    "PUT /api/staff/seats/{seat_id}/productions/notes/{note_id}": MARKING,
    "DELETE /api/staff/seats/{seat_id}/productions/notes/{note_id}": MARKING,
    "PUT /api/staff/seats/{seat_id}/productions/verdicts/{criterion}": MARKING,
    "GET /api/staff/exam-days/{session_id}/timetable": LEADER,
    "GET /api/staff/exam-days/{session_id}/timetable/published": door(
        {"jury", "trainer", "session_lead"}, {"invigilator", "jury", "session_lead"}
    ),
    "PUT /api/staff/exam-days/{session_id}/timetable/setup": LEADER,
    "POST /api/staff/exam-days/{session_id}/timetable/plan": LEADER,
    "POST /api/staff/exam-days/{session_id}/timetable/moves": LEADER,
    "POST /api/staff/exam-days/{session_id}/timetable/undo": LEADER,
    "POST /api/staff/exam-days/{session_id}/timetable/publish": LEADER,
    "POST /api/staff/exam-days/{session_id}/import/candidates": LEADER,
    "POST /api/staff/exam-days/{session_id}/import/jurors": LEADER,
    "POST /api/staff/exam-days/{session_id}/candidates": LEADER,
    "PUT /api/staff/exam-days/{session_id}/candidates/{seat_id}": LEADER,
    "GET /api/staff/exam-days/{session_id}/timetable/print/{sheet_kind}.pdf": LEADER,
    "GET /api/staff/candidate-documents/{seat_id}": REVIEW,
    "GET /api/staff/candidate-documents/{seat_id}/{document_kind}": REVIEW,
    "PUT /api/staff/candidate-documents/{seat_id}/{document_kind}": LEADER,
    "DELETE /api/staff/candidate-documents/{seat_id}/{document_kind}": LEADER,
    "WS /api/candidate/live": CANDIDATE,
    "WS /api/staff/live": SEAT,
}
