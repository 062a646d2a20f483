"""What the pages of a session's results show."""

from datetime import datetime
from typing import Literal

from simulator.deliberation.views import JurorsAgreement
from simulator.ids import PersonId, RunId, SeatId, SessionId
from simulator.live_messages.shared_view import View

Presence = Literal["expected", "present", "absent", "abandoned"]
Stage = Literal["awaited", "open", "signing", "signed", "absent", "no_jury"]


class ArchiveView(View):
    """`has_sound`: recordings are still in it."""

    id: str
    name: str
    root: str
    """Hexadecimal in groups of four, as it is printed."""
    key: str
    files: int
    bytes: int
    state: Literal["kept", "erased"]
    stamp: Literal["none", "stamped", "unreachable"]
    has_sound: bool
    sealed_at: datetime
    is_of_former_page: bool
    """Of a page that a correction has replaced."""


class ArchiveOwed(View):
    """An archive that is being made, or could not be."""

    is_given_up: bool
    why: str


class JurorState(View):
    name: str
    submitted: bool
    signed: bool


class CandidateDeliberation(View):
    """Where one candidate's deliberation stands; of marks and decisions nothing."""

    seat_id: SeatId
    label: str
    candidate_name: str
    presence: Presence
    mine: bool
    """Whether I am of this jury, and may open it."""
    jurors: tuple[JurorState, ...]
    stage: Stage
    left_to_settle: int
    has_partial_success: bool
    archive: ArchiveView | None
    other_archives: tuple[ArchiveView, ...]
    """All that were sealed beside it, the newest first."""
    archive_owed: ArchiveOwed | None


class SessionDeliberations(View):
    """`leads`: documents, archives and retention are this person's."""

    session_id: SessionId
    title: str
    is_day: bool
    leads: bool
    candidates: tuple[CandidateDeliberation, ...]
    agreement: JurorsAgreement | None
    """Of all jurors over the candidates that I see and whose deliberation is open."""
    archive: ArchiveView | None
    other_archives: tuple[ArchiveView, ...]
    archive_owed: ArchiveOwed | None
    is_archive_outdated: bool
    """A correction was opened or signed since: it is to be sealed again."""
    key: str
    """Fingerprint; empty before anything was signed."""


class CeresField(View):
    name: str
    text: str


class CeresEntry(View):
    """One candidate, fields in the order in which they are entered."""

    label: str
    candidate_name: str
    fields: tuple[CeresField, ...]
    is_complete: bool


class CeresSheet(View):
    title: str
    note: str
    entries: tuple[CeresEntry, ...]


class GridRun(View):
    run_id: RunId
    position: int
    attempt: int
    customer_name: str


class GridCriterion(View):
    criterion: str
    label: str


class GridCompetence(View):
    competence: str
    label: str
    criteria: tuple[GridCriterion, ...]


class GridJuror(View):
    """Whose grid I may type in, and whether they have handed in already."""

    person_id: PersonId
    name: str
    mine: bool
    submitted: bool
    typed_by: str


class PaperGrid(View):
    """What a paper grid is typed into: nobody's marks are in it."""

    seat_id: SeatId
    seat_label: str
    candidate_name: str
    session_title: str
    jurors: tuple[GridJuror, ...]
    runs: tuple[GridRun, ...]
    competences: tuple[GridCompetence, ...]


class FreezeView(View):
    id: str
    cause: Literal["appeal", "fraud", "other"]
    reason: str
    seat_id: SeatId
    by: str
    at: datetime
    released_at: datetime | None
    released_reason: str


class ErasureView(View):
    at: datetime
    what: str
    rule: str
    count: int
    sha256s: tuple[str, ...]


class KeptFile(View):
    """How long what there is of one candidate is still kept; empty where nothing is left."""

    seat_id: SeatId
    label: str
    candidate_name: str
    sound_until: datetime | None
    file_until: datetime | None
    is_frozen: bool


class RetentionView(View):
    title: str
    recording_days: int
    exam_file_days: int
    files: tuple[KeptFile, ...]
    freezes: tuple[FreezeView, ...]
    erasures: tuple[ErasureView, ...]
