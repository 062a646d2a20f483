"""What is asked for and shown where a rehearsal is made."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from exams.phases import FormatId
from simulator.bodies import PRINTABLE, Body, Visible
from simulator.ids import PersonId, SessionId
from simulator.live_messages.shared_view import View


class ScriptedPerson(Body):
    """A juror or an invigilator of this rehearsal alone."""

    login: Annotated[str, Field(min_length=2, max_length=80, pattern=r"^repetition-[a-z0-9-]+$")]
    name: Annotated[str, Field(min_length=2, max_length=160, pattern=PRINTABLE), Visible]
    role: Literal["jury", "invigilator"]


class NewRehearsal(Body):
    """`password`: of all accounts that are made for it."""

    format_id: FormatId
    pack_id: Annotated[str, Field(max_length=60)]
    subject_id: Annotated[str, Field(max_length=60)]
    day: date
    people: Annotated[tuple[ScriptedPerson, ...], Field(min_length=1, max_length=8)]
    password: Annotated[str, Field(min_length=10, max_length=200)]


class AccountMade(View):
    login: str
    person_id: PersonId


class RehearsalMade(View):
    """`people`: as they were asked for, in order."""

    session_id: SessionId
    title: str
    people: tuple[AccountMade, ...]
