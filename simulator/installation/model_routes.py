"""Engines and models on a page: what is there, what is missing without it, brought, prepared, measured, chosen."""

import asyncio
import shutil
from pathlib import Path
from typing import Annotated

import structlog
from fastapi import APIRouter, Query, Request
from fastapi import Path as PathParameter

from simulator.accounts.guards import Leader
from simulator.conduct.in_turn import in_turn
from simulator.errors import Conflict, NotFound
from simulator.installation.engines import Engine, engines
from simulator.installation.model_upload import ARRIVING, LARGEST, take_piece, whole_file
from simulator.installation.model_views import (
    ChosenModel,
    EngineView,
    ModelsView,
    ModelView,
    NewWork,
    ProgressView,
    ReceivedView,
)
from simulator.installation.model_work import Progress
from simulator.models_folder import models_folder, where_to_bring
from simulator.parts import UseModelWork, UseSettings
from simulator.service.reach import how_to_open
from simulator.settings import Settings
from simulator.system_words import why
from simulator.timetable.import_routes import A_FILE
from simulator.typography import french_spaces
from telephony.speech import ModelMissing
from telephony.speech.getting import get_engine, has_whisper
from telephony.speech.models import is_right
from telephony.speech.stock import FoundModel, choose, found_models

log = structlog.get_logger(__name__)

router = APIRouter()

HERE = "/api/staff/installation/models"

Name = Annotated[str, PathParameter(max_length=120)]


@router.get(HERE)
async def models(who: Leader, settings: UseSettings, work: UseModelWork) -> ModelsView:
    """What is there, and what is being done."""
    return await _view(settings, work.progress)


@router.post(HERE + "/work", status_code=202)
async def begin(body: NewWork, who: Leader, settings: UseSettings, work: UseModelWork) -> ModelsView:
    """Begins what takes a while; the page asks how far it is."""
    folder = models_folder(settings) if body.what == "verify" else _brings_to(settings)
    if body.what == "fetch" and not body.size:
        raise Conflict("no_size", "Quel modèle ?", "Choisissez une taille : small, medium, large-v3…")
    if body.what == "compare" and not await asyncio.to_thread(_can_compare, settings):
        raise Conflict("no_engine", "Aucun modèle Whisper n’est là, ou son moteur manque.", "Installez-le d’abord.")
    if body.what == "fetch" and not has_whisper():
        raise Conflict(
            "no_engine",
            "Télécharger un modèle demande le moteur de transcription, qui n’est pas installé.",
            f"{get_engine()}, puis redémarrez Combiné ; ou apportez le modèle dans une archive ZIP.",
        )
    work.begin(body.what, folder, body.size, who.person_id)
    return await _view(settings, work.progress)


@router.post(HERE + "/pieces", openapi_extra=A_FILE)
async def receive(
    request: Request,
    who: Leader,
    settings: UseSettings,
    work: UseModelWork,
    offset: Annotated[int, Query(ge=0, le=LARGEST)],
    size: Annotated[int, Query(ge=1, le=LARGEST)],
    name: Annotated[str, Query(max_length=120)] = "",
) -> ReceivedView:
    """The next bytes of a ZIP with a model, `size` bytes in all; after the last one it is unpacked and checked.

    `name`: the file's."""
    work.refuse_while_busy()
    folder = _brings_to(settings)
    async with in_turn("model upload"):
        try:
            here = await asyncio.to_thread(take_piece, folder, offset, size, await request.body())
        except OSError as error:
            raise Conflict(
                "models_folder_shut",
                f"Combiné ne peut pas écrire dans « {folder} » ({why(error)}).",
                "Libérez de la place ou rendez ce dossier au compte de Combiné, puis recommencez.",
            ) from None
        if here == size:
            archive = whole_file(folder, name)
            await asyncio.to_thread((folder / ARRIVING).replace, archive)
            work.begin("unpack", folder, str(archive), who.person_id)
    return ReceivedView(received=here, is_whole=here == size)


@router.put(HERE + "/chosen")
async def choose_model(body: ChosenModel, who: Leader, settings: UseSettings, work: UseModelWork) -> ModelsView:
    """Which Whisper model serves from the next start on."""
    work.refuse_while_busy()
    folder = _brings_to(settings)
    try:
        await asyncio.to_thread(choose, body.name, folder)
    except ModelMissing as missing:
        raise NotFound(str(missing)) from None
    log.info("model_chosen", model=body.name, by=who.person_id)
    return await _view(settings, work.progress)


@router.delete(HERE + "/{model_name}", status_code=204)
async def remove(model_name: Name, who: Leader, settings: UseSettings, work: UseModelWork) -> None:
    """One that does not serve, or cannot: damaged, it is only in the way."""
    work.refuse_while_busy()
    found = await asyncio.to_thread(_found, models_folder(settings), model_name)
    _brings_to(settings)
    if found.is_chosen and await asyncio.to_thread(is_right, found.path):
        raise Conflict("model_serves", "Ce modèle sert à la transcription.", "Choisissez-en d’abord un autre.")
    await asyncio.to_thread(shutil.rmtree, found.path)
    log.info("model_removed", model=model_name, by=who.person_id)


async def _view(settings: Settings, progress: Progress | None) -> ModelsView:
    folder, brings_to = models_folder(settings), where_to_bring(settings)
    here = await asyncio.to_thread(found_models, folder)
    options = await asyncio.to_thread(engines, settings)
    return ModelsView(
        engines=tuple(_engine(one) for one in options),
        models=tuple(
            ModelView(
                name=one.name,
                kind=one.kind,
                megabytes=round(one.bytes / 10**6),
                is_chosen=one.is_chosen,
                factor=one.measured.factor if one.measured is not None else None,
                memory=one.measured.megabytes if one.measured is not None else None,
            )
            for one in here
        ),
        folder=str(folder.absolute()),
        brings_to=str(brings_to.absolute()) if brings_to is not None else "",
        can_prepare=options[0].state == "to_prepare" and brings_to is not None,
        can_compare=await asyncio.to_thread(_can_compare, settings),
        progress=_progress(progress) if progress is not None else None,
    )


def _engine(one: Engine) -> EngineView:
    return EngineView(
        name=one.name,
        title=french_spaces(one.title),
        state=one.state,
        megabytes=one.megabytes,
        source=french_spaces(one.source),
        without=french_spaces(one.without),
        how=french_spaces(one.how),
        offline=french_spaces(one.offline),
    )


def _progress(one: Progress) -> ProgressView:
    return ProgressView(
        what=one.what,
        begun_at=one.begun_at,
        said=one.said,
        done=one.done,
        of=one.of,
        result=one.result,
        problem=one.problem,
    )


def _can_compare(settings: Settings) -> bool:
    speech = next(one for one in engines(settings) if one.name == "speech")
    return speech.state in ("ready", "to_prepare") and where_to_bring(settings) is not None


def _found(folder: Path, name: str) -> FoundModel:
    """Raises NotFound."""
    found = next((one for one in found_models(folder) if one.name == name), None)
    if found is None:
        raise NotFound("Ce modèle n’est pas (ou plus) là.")
    return found


def _brings_to(settings: Settings) -> Path:
    """Raises Conflict."""
    folder = where_to_bring(settings)
    if folder is None:
        raise Conflict(
            "models_folder_shut",
            f"Combiné ne peut pas écrire dans « {settings.models} ».",
            how_to_open(
                settings.models or models_folder(settings),
                "Rendez ce dossier à son compte (chown), ou donnez-en un autre à COMBINE_MODELS.",
            ),
        )
    return folder
