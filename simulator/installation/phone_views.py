"""Telephones as « Cette installation » shows them: what is in force, the PBX and its history, accounts."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from simulator.bodies import ONE_LINE, Body
from simulator.ids import PersonId
from simulator.live_messages.shared_view import View
from simulator.phones.accounts import Device
from simulator.phones.trunk_choice import TrunkForm


class SettingView(View):
    label: str
    value: str
    variable: str
    source: Literal["environment", "file", "start", "default"]


class AccountLine(View):
    """`registered`: what its telephones call themselves; `extension`: at the PBX, empty: none."""

    account: str
    name: str
    kind: Literal["staff", "candidate"]
    rings: Device
    extension: str
    registered: tuple[str, ...]


class WithoutAccount(View):
    """Staff who have no telephone account yet."""

    person_id: PersonId
    name: str


class TrunkChangeView(View):
    """`by`: a name. `said`: what was set, in a sentence."""

    at: datetime
    by: str
    said: str


class TrunkSetView(View):
    """`set_by`: who has the say. `version`: of the last change.

    `sentence`: how it stands with the PBX; empty without one."""

    set_by: Literal["nobody", "configuration", "page"]
    version: int
    form: TrunkForm
    has_password: bool
    state: Literal["none", "registering", "registered", "refused", "unreachable", "closed"]
    sentence: str
    history: tuple[TrunkChangeView, ...]


class PhonesView(View):
    """`trouble`: why no telephone can register though it should. `file`: the configuration's."""

    is_on: bool
    trouble: str
    file: str
    settings: tuple[SettingView, ...]
    trunk: TrunkSetView
    accounts: tuple[AccountLine, ...]
    without: tuple[WithoutAccount, ...]


class TrunkTrialBody(Body):
    """`password` empty: the one that is kept, unless it `forgets_password`."""

    form: TrunkForm
    password: Annotated[str, Field(max_length=200, pattern=ONE_LINE)] = ""
    forgets_password: bool = False


class TrunkBody(TrunkTrialBody):
    """`version`: what its author had before them."""

    version: Annotated[int, Field(ge=0, le=2**31 - 1)]


class StepView(View):
    """One thing that was tried at the PBX; `remedy` empty where all is well."""

    name: Literal["found", "options", "register"]
    level: Literal["ok", "warning", "fault"]
    said: str
    remedy: str


class NewAccount(Body):
    person_id: PersonId


class AccountChange(Body):
    """What is left out stays."""

    extension: Annotated[str, Field(max_length=30, pattern=ONE_LINE)] | None = None
    rings: Device | None = None
