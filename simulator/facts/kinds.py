"""Every kind of fact, typed. Reading this file and those that it names tells all that can happen at a seat.

Facts are never edited: a correction is a later fact of the same kind. Times inside a fact are seconds from the
start of its exchange; the row itself carries the date (UTC) and the author.
"""

from typing import Annotated

from pydantic import Field, TypeAdapter

from simulator.facts.call_facts import (
    CallConnected,
    CallDialFailed,
    CallDigits,
    CallEnded,
    CallHeld,
    CallLegBack,
    CallLegLost,
    CallMuted,
    CallResumed,
    CallRinging,
    CallTransferred,
    ConsultationAnswered,
    ConsultationAsked,
    ConsultationEnded,
    ConsultationUnavailable,
    ListeningStarted,
    ListeningStopped,
    RecordingFailed,
    RecordingFinished,
    RecordingInterrupted,
    RecordingResumed,
    TranscriptCorrected,
    TranscriptMade,
)
from simulator.facts.chat_facts import (
    ChatClosed,
    ChatDelivered,
    ChatRead,
    ChatSent,
)
from simulator.facts.correction_facts import CorrectionNoted, CorrectionNoteRemoved, CorrectionVerdict
from simulator.facts.deliberation_facts import (
    DecisionTaken,
    DeliberationReopened,
    DeliberationSigned,
    VerdictAgreed,
)
from simulator.facts.exam_facts import (
    AccommodationGranted,
    CandidateAbandoned,
    CandidateAbsent,
    CandidateArrived,
    CandidateChanged,
    DrawCommitted,
    DrawRevealed,
    IdentityChecked,
    PasteRefused,
    PhaseSealed,
    PreparationNoted,
    TypedWhileClosed,
)
from simulator.facts.exchange_facts import (
    ConfirmationSaved,
    ConfirmationSent,
    ExchangeEnded,
    ExchangeQueued,
    ExchangeStarted,
    ExchangeTakenOver,
    ExchangeUnqueued,
    FileChanged,
    FileOpened,
    WrapUpStarted,
)
from simulator.facts.fact_data import FactData, Party, Player
from simulator.facts.interview_facts import (
    GuideNoted,
    GuideTicked,
    InterviewVerdict,
    ReactionEnded,
    ReactionResumed,
    ReactionStarted,
    SequenceDrawn,
    SequencePlayed,
    SequenceStopped,
)
from simulator.facts.marking_facts import (
    AppreciationSet,
    FeedbackReady,
    FeedbackShared,
    FindingRejected,
    MarkingSubmitted,
    MarkPlaced,
    MarkRemoved,
    PaperGridEntered,
    PaperRemark,
    PaperVerdict,
    SecondReadingAsked,
    VerdictSet,
)
from simulator.facts.seat_facts import (
    ClockEnded,
    ClockExtended,
    ClockFact,
    ClockPaused,
    ClockReopened,
    ClockResumed,
    ClockStarted,
    DeskConnected,
    DeskLost,
    HeadsetChecked,
    IncidentNoted,
    NotesSaved,
)

__all__ = [
    "AccommodationGranted",
    "AnyFact",
    "AppreciationSet",
    "CallConnected",
    "CallDialFailed",
    "CallDigits",
    "CallEnded",
    "CallHeld",
    "CallLegBack",
    "CallLegLost",
    "CallMuted",
    "CallResumed",
    "CallRinging",
    "CallTransferred",
    "CandidateAbandoned",
    "CandidateAbsent",
    "CandidateArrived",
    "CandidateChanged",
    "ChatClosed",
    "ChatDelivered",
    "ChatRead",
    "ChatSent",
    "ClockEnded",
    "ClockExtended",
    "ClockFact",
    "ClockPaused",
    "ClockReopened",
    "ClockResumed",
    "ClockStarted",
    "ConfirmationSaved",
    "ConfirmationSent",
    "ConsultationAnswered",
    "ConsultationAsked",
    "ConsultationEnded",
    "ConsultationUnavailable",
    "CorrectionNoteRemoved",
    "CorrectionNoted",
    "CorrectionVerdict",
    "DecisionTaken",
    "DeliberationReopened",
    "DeliberationSigned",
    "DeskConnected",
    "DeskLost",
    "DrawCommitted",
    "DrawRevealed",
    "ExchangeEnded",
    "ExchangeQueued",
    "ExchangeStarted",
    "ExchangeTakenOver",
    "ExchangeUnqueued",
    "FactData",
    "FeedbackReady",
    "FeedbackShared",
    "FileChanged",
    "FileOpened",
    "FindingRejected",
    "GuideNoted",
    "GuideTicked",
    "HeadsetChecked",
    "IdentityChecked",
    "IncidentNoted",
    "InterviewVerdict",
    "ListeningStarted",
    "ListeningStopped",
    "MarkPlaced",
    "MarkRemoved",
    "MarkingSubmitted",
    "NotesSaved",
    "PaperGridEntered",
    "PaperRemark",
    "PaperVerdict",
    "Party",
    "PasteRefused",
    "PhaseSealed",
    "Player",
    "PreparationNoted",
    "ReactionEnded",
    "ReactionResumed",
    "ReactionStarted",
    "RecordingFailed",
    "RecordingFinished",
    "RecordingInterrupted",
    "RecordingResumed",
    "SecondReadingAsked",
    "SequenceDrawn",
    "SequencePlayed",
    "SequenceStopped",
    "TranscriptCorrected",
    "TranscriptMade",
    "TypedWhileClosed",
    "VerdictAgreed",
    "VerdictSet",
    "WrapUpStarted",
    "fact_adapter",
]

AnyFact = Annotated[
    ClockStarted
    | ClockPaused
    | ClockResumed
    | ClockExtended
    | ClockEnded
    | ClockReopened
    | HeadsetChecked
    | DeskConnected
    | DeskLost
    | IncidentNoted
    | NotesSaved
    | ExchangeQueued
    | ExchangeUnqueued
    | ExchangeStarted
    | ExchangeTakenOver
    | WrapUpStarted
    | ExchangeEnded
    | CallRinging
    | CallConnected
    | CallHeld
    | CallResumed
    | CallMuted
    | CallDigits
    | CallLegLost
    | CallLegBack
    | CallEnded
    | ConsultationAsked
    | ConsultationUnavailable
    | ConsultationAnswered
    | ConsultationEnded
    | CallTransferred
    | CallDialFailed
    | RecordingFailed
    | RecordingFinished
    | RecordingInterrupted
    | RecordingResumed
    | ListeningStarted
    | ListeningStopped
    | ChatSent
    | ChatDelivered
    | ChatRead
    | ChatClosed
    | FileOpened
    | FileChanged
    | ConfirmationSaved
    | ConfirmationSent
    | TranscriptMade
    | TranscriptCorrected
    | MarkPlaced
    | MarkRemoved
    | FindingRejected
    | SecondReadingAsked
    | VerdictSet
    | AppreciationSet
    | MarkingSubmitted
    | PaperGridEntered
    | FeedbackShared
    | FeedbackReady
    | SequenceDrawn
    | SequencePlayed
    | SequenceStopped
    | ReactionStarted
    | ReactionResumed
    | ReactionEnded
    | GuideTicked
    | GuideNoted
    | InterviewVerdict
    | IdentityChecked
    | CandidateArrived
    | CandidateAbsent
    | CandidateAbandoned
    | CandidateChanged
    | AccommodationGranted
    | PhaseSealed
    | PreparationNoted
    | PasteRefused
    | TypedWhileClosed
    | DrawCommitted
    | DrawRevealed
    | CorrectionNoted
    | CorrectionNoteRemoved
    | CorrectionVerdict
    | VerdictAgreed
    | DecisionTaken
    | DeliberationSigned
    | DeliberationReopened,
    Field(discriminator="kind"),
]
"""Any fact, told apart by its `kind`."""

fact_adapter: TypeAdapter[AnyFact] = TypeAdapter(AnyFact)
"""Reads a row's JSON back into its typed fact."""
