"""The recorded sequences of a case study that is being written, over HTTP."""

from typing import Annotated, Any, cast

from fastapi import APIRouter, Query, Request, Response
from fastapi import Path as PathParameter

from simulator.accounts.guards import Teacher
from simulator.errors import Conflict, NotFound
from simulator.live_messages.shared_view import View
from simulator.packs.studio_tables import StudioItemRow
from simulator.studio import speaking
from simulator.studio.comparing import compared
from simulator.studio.items import Content, Item, without_blanks
from simulator.studio.levelling import TARGET_LUFS
from simulator.studio.rows import item_of
from simulator.studio.sounds import NO_EAR, KnownSound, SoundRefused, StudioSounds, UseStudioSounds
from simulator.studio.store import StudioDrafts
from simulator.studio.versions import UseDrafts
from simulator.studio.views import ItemId, StudioId
from simulator.timetable.files import SANDBOX
from simulator.timetable.import_routes import A_FILE
from simulator.typography import french_spaces

router = APIRouter()

MOST_SHOWN = 24
"""Sequences of a case study; four are a real draw."""

HERE = "/api/staff/studio-sounds/{studio_id}"
STUDY = HERE + "/{item_id}"

SequenceId = Annotated[str, PathParameter(max_length=60, pattern=r"^[a-z0-9][a-z0-9-]*$")]
Audio = Annotated[str, Query(max_length=120, pattern=r"^[a-z0-9][a-z0-9/_.\-]*$")]


class Sound(Response):
    media_type = "audio/ogg"


class DifferingWords(View):
    """`written` empty: heard beside; `heard` empty: written and not heard."""

    written: str
    heard: str


class SequenceSound(View):
    """`sequence`: which of the case study plays it. `share`: of its words, how many were heard otherwise (0 to 1);
    None: nobody has listened."""

    sequence: str
    audio: str
    seconds: float
    lufs: float
    """LUFS; `StudySounds.target` is what every sequence is brought to."""
    heard: str | None
    share: float | None
    differing: tuple[DifferingWords, ...]


class StudySounds(View):
    """`why_not_heard`, `why_not_spoken`: sentences; empty where the server can."""

    target: float
    why_not_heard: str
    why_not_spoken: str
    sounds: tuple[SequenceSound, ...]


@router.get(STUDY)
async def sounds_of_study(
    studio_id: StudioId, item_id: ItemId, who: Teacher, drafts: UseDrafts, sounds: UseStudioSounds
) -> StudySounds:
    """Each sequence's sound that is there: how long, how loud, what was heard otherwise than it is written."""
    study, _ = await _study(drafts, studio_id, item_id)
    found: list[SequenceSound] = []
    for one in _sequences(study)[:MOST_SHOWN]:
        try:
            known = await sounds.known(studio_id, _word(one, "audio"))
        except (NotFound, SoundRefused):
            continue
        found.append(_shown(one, known))
    return StudySounds(
        target=TARGET_LUFS,
        why_not_heard="" if sounds.may_hear else french_spaces(NO_EAR),
        why_not_spoken="" if speaking.voices() else french_spaces(f"{speaking.WHY_NOT} {speaking.WAY_OUT}"),
        sounds=tuple(found),
    )


@router.get(HERE + "/{item_id}/file", response_class=Sound)
async def listen(
    studio_id: StudioId, item_id: ItemId, who: Teacher, sounds: UseStudioSounds, audio: Audio = ""
) -> Response:
    """The sound itself."""
    return Sound(await sounds.sound(studio_id, audio), headers=SANDBOX)


@router.post(STUDY + "/{sequence_id}", status_code=201, openapi_extra=A_FILE)
async def keep_sound(
    studio_id: StudioId,
    item_id: ItemId,
    sequence_id: SequenceId,
    request: Request,
    who: Teacher,
    drafts: UseDrafts,
    sounds: UseStudioSounds,
) -> SequenceSound:
    """The body is a sound, recorded or from a file: levelled, kept. The case study is then to say its `audio`."""
    study, _ = await _study(drafts, studio_id, item_id)
    return await _made(sounds, studio_id, study, sequence_id, await request.body())


@router.post(STUDY + "/{sequence_id}/spoken", status_code=201)
async def speak(
    studio_id: StudioId,
    item_id: ItemId,
    sequence_id: SequenceId,
    who: Teacher,
    drafts: UseDrafts,
    sounds: UseStudioSounds,
) -> SequenceSound:
    """The same of a synthetic voice that says the sequence's text as it is kept."""
    study, rows = await _study(drafts, studio_id, item_id)
    sequence = _sequence(study, sequence_id)
    lines = [(_word(one, "speaker") or "customer", _word(one, "text")) for one in _blocks(sequence, "lines")]
    lines = [one for one in lines if one[1].strip()]
    if not lines:
        raise Conflict("no_text", "Cette séquence n’a pas encore de texte.", "Écrivez ce qui s’entend d’abord.")
    customer = next((it for it in rows if it.kind == "customer" and it.id == study.content.get("customer")), None)
    is_a_man = customer is not None and item_of(customer).content.get("title") == "M."
    said = await speaking.spoken(lines, _word(sequence, "mood"), _word(sequence, "voice"), is_a_man)
    return await _made(sounds, studio_id, study, sequence_id, said)


@router.post(STUDY + "/{sequence_id}/heard")
async def hear(
    studio_id: StudioId,
    item_id: ItemId,
    sequence_id: SequenceId,
    who: Teacher,
    drafts: UseDrafts,
    sounds: UseStudioSounds,
    audio: Audio = "",
) -> SequenceSound:
    """Writes down what is heard in it, and compares; takes some seconds."""
    study, _ = await _study(drafts, studio_id, item_id)
    sequence = _sequence(study, sequence_id)
    return _shown(sequence, await sounds.hear(studio_id, audio))


async def _made(sounds: StudioSounds, studio_id: str, study: Item, sequence_id: str, data: bytes) -> SequenceSound:
    sequence = next((one for one in _sequences(study) if one.get("id") == sequence_id), Content())
    return _shown({**sequence, "id": sequence_id}, await sounds.make(studio_id, sequence_id, data))


async def _study(drafts: StudioDrafts, studio_id: str, item_id: str) -> tuple[Item, list[StudioItemRow]]:
    _, rows = await drafts.read(studio_id)
    row = next((one for one in rows if (one.kind, one.id) == ("case_study", item_id)), None)
    if row is None:
        raise NotFound("Cette étude de cas n’existe pas (ou plus).")
    return item_of(row), rows


def _sequence(study: Item, sequence_id: str) -> Content:
    found = next((one for one in _sequences(study) if one.get("id") == sequence_id), None)
    if found is None:
        raise NotFound("Cette séquence n’est pas (ou pas encore) enregistrée dans l’étude de cas.")
    return found


def _sequences(study: Item) -> list[Content]:
    return _blocks(without_blanks(study.content), "sequences")


def _blocks(content: Content, key: str) -> list[Content]:
    found = content.get(key)
    listed = cast("list[Any]", found) if isinstance(found, list) else []
    return [cast(Content, one) for one in listed if isinstance(one, dict)]


def _word(content: Content, key: str) -> str:
    found = content.get(key)
    return found if isinstance(found, str) else ""


def _shown(sequence: Content, known: KnownSound) -> SequenceSound:
    written = " ".join(_word(one, "text") for one in _blocks(sequence, "lines"))
    beside = compared(written, known.heard) if known.heard is not None and written.strip() else None
    return SequenceSound(
        sequence=_word(sequence, "id"),
        audio=known.audio,
        seconds=known.seconds,
        lufs=known.loudness,
        heard=known.heard,
        share=beside.share if beside else None,
        differing=tuple(DifferingWords(written=one.written, heard=one.heard) for one in beside.differing)
        if beside
        else (),
    )
