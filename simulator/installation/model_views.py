"""Engines and models as « Cette installation » shows them. Sentences are French and whole."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from simulator.bodies import ONE_LINE, Body
from simulator.live_messages.shared_view import View


class EngineView(View):
    """`without`: what is missing where it is not there; `how`: how it comes; `offline`: without Internet."""

    name: str
    title: str
    state: Literal["ready", "to_prepare", "missing", "off"]
    megabytes: int
    source: str
    without: str
    how: str
    offline: str


class ModelView(View):
    """`factor`: seconds of work for one second of speech here; None: not measured. `memory`: megabytes, measured."""

    name: str
    kind: Literal["whisper", "vosk"]
    megabytes: int
    is_chosen: bool
    factor: float | None
    memory: int | None


class ProgressView(View):
    """`done`, `of`: 0 where only `said` tells how far it is."""

    what: Literal["prepare", "fetch", "unpack", "verify", "compare"]
    begun_at: datetime
    said: str
    done: int
    of: int
    result: str
    problem: str


class ModelsView(View):
    """`folder`: whose models serve; `brings_to`: where another goes, empty where it may not be written."""

    engines: tuple[EngineView, ...]
    models: tuple[ModelView, ...]
    folder: str
    brings_to: str
    can_prepare: bool
    can_compare: bool
    progress: ProgressView | None


class ReceivedView(View):
    """Of an archive that arrives piece by piece: bytes that are here."""

    received: int
    is_whole: bool


class NewWork(Body):
    """`size`: of a model from the public hub, for « fetch » alone."""

    what: Literal["prepare", "fetch", "verify", "compare"]
    size: Annotated[str, Field(max_length=40, pattern=r"^[a-z0-9.-]*$")] = ""


class ChosenModel(Body):
    name: Annotated[str, Field(min_length=1, max_length=120, pattern=ONE_LINE)]
