"""The shape of an exchange. Times are seconds from the first ring (phone) or the first message (chat)."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, FiniteFloat, model_validator
from pydantic_core import PydanticCustomError

Verdict = Literal["met", "partial", "not_met", "not_observable"]

Seconds = Annotated[FiniteFloat, Field(ge=0)]


def _as_written(value: object) -> object:
    """YAML reads oui, non and 12 as booleans and numbers; the file's fields are words."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, int | float):
        return f"{value:g}" if isinstance(value, float) else str(value)
    return "" if value is None else value


FieldValue = Annotated[str, BeforeValidator(_as_written)]


class _Data(BaseModel):
    model_config = ConfigDict(allow_inf_nan=False, frozen=True, extra="ignore")


class Turn(_Data):
    """What one side said without a break, or one message of a chat (`end` equals `start`). `n` counts from 1."""

    n: Annotated[int, Field(ge=1)]
    speaker: Literal["agent", "client"]
    start: Seconds
    end: Seconds
    text: str


class Event(_Data):
    """Something that happened: ring, answer, hold, resume, hangup, open, first_reply, close."""

    at: Seconds
    kind: str
    by: str | None = None


class ExpectedClient(_Data):
    """Who the customer is in the file."""

    name: str = ""
    reference: FieldValue = ""


class ExpectedFact(_Data):
    """A fact that the right answer holds, or something that must not be promised."""

    id: str
    text: str
    kind: Literal["must_say", "must_not_promise"] = "must_say"


class ProcedureStep(_Data):
    """A step of the company's procedure, in its order."""

    id: str
    text: str


class Targets(_Data):
    """Delays to keep, seconds."""

    answer_seconds: Seconds | None = None
    chat_reply_seconds: Seconds | None = None


class Expectations(_Data):
    """What the scenario's author wrote beforehand."""

    client: ExpectedClient = ExpectedClient()
    facts: tuple[ExpectedFact, ...] = ()
    procedure: tuple[ProcedureStep, ...] = ()
    commercial_limits: dict[str, FiniteFloat] = {}
    record: dict[str, FieldValue] = {}
    targets: Targets = Targets()


class Confirmation(_Data):
    """The letter or e-mail sent to the customer after the exchange."""

    kind: str = "email"
    subject: str = ""
    body: str = ""


class Written(_Data):
    """What the adviser left: the qualified file and the confirmation, either of which may be missing."""

    record: dict[str, FieldValue] | None = None
    confirmation: Confirmation | None = None


class Label(_Data):
    """What a careful examiner concluded on one criterion, and from where."""

    verdict: Verdict
    turns: tuple[int, ...] = ()
    events: tuple[str, ...] = ()
    written: tuple[Literal["record", "confirmation"], ...] = ()
    why: str = ""


class Exchange(_Data):
    """One exchange of a session, whole. Labels are there only in files for measuring."""

    id: str
    competence: Annotated[str, Field(pattern=r"^CP[1-7]$")]
    channel: Literal["phone", "chat"]
    direction: Literal["inbound", "outbound"] = "inbound"
    company: str = ""
    brief: str = ""
    expectations: Expectations = Expectations()
    events: tuple[Event, ...] = ()
    turns: tuple[Turn, ...] = ()
    written: Written = Written()
    labels: dict[str, Label] = {}

    @model_validator(mode="after")
    def _turns_are_numbered_once(self) -> "Exchange":
        numbers = [turn.n for turn in self.turns]
        if len(set(numbers)) != len(numbers):
            raise PydanticCustomError("turn_numbers", "two turns have the same number")
        return self

    def first(self, kind: str) -> Event | None:
        """The first event of this kind."""
        return next((event for event in self.events if event.kind == kind), None)
