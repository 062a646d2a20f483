"""Seconds, messages and passages that an interview may come back to: those on which a juror noted something. Pure.

Chosen by what was marked, never by what a machine thinks of it: those with words first, unfavourable ones before all
because they are what one asks about, then by exchange and second.
"""

from datetime import timedelta

from scoring.referential import Referential
from simulator.interviews.interview_views import GuideItem, GuideLink
from simulator.live_messages.correction_view import CorrectionNote, ProductionsCorrectionView
from simulator.live_messages.jury_view import MarkingView, MarkView
from simulator.seat.runs import RunState
from simulator.seat.state import SeatState
from simulator.typography import of_name

MOST_MOMENTS, MOST_PASSAGES = 8, 5
"""Of a guide: ten minutes hold no more. All others stay in the replay."""

LONGEST_QUOTE = 160
"""Characters."""

_ORDER = {"unfavourable": 0, "note": 1, "favourable": 2}
_SIGN_WORDS = {"unfavourable": "repère défavorable", "note": "note", "favourable": "repère favorable"}


def telling_moments(state: SeatState, referential: Referential, marking: MarkingView) -> list[GuideItem]:
    """Of the exchanges, each with its second; a chat's with the message that stood there."""
    known = [mark for mark in marking.marks if mark.run_id in state.runs]
    chosen = sorted(known, key=lambda mark: (not mark.text, _ORDER[mark.sign]))[:MOST_MOMENTS]
    chosen.sort(key=lambda mark: (state.runs[mark.run_id].position, mark.at_seconds))
    return [_moment(state.runs[mark.run_id], referential, mark) for mark in chosen]


def passages(referential: Referential, correction: ProductionsCorrectionView) -> list[GuideItem]:
    """Of the productions, each with its paragraph."""
    chosen = sorted(correction.notes, key=lambda note: (not (note.text or note.quote), _ORDER[note.sign]))
    return [_passage(referential, note) for note in chosen[:MOST_PASSAGES]]


def label_of(referential: Referential, criterion: str) -> str:
    """The official words of any criterion, a transversal one too; itself where a later référentiel dropped it."""
    both = (*referential.competences, *referential.transversal)
    return next((one.criteria[criterion] for one in both if criterion in one.criteria), criterion)


def _moment(run: RunState, referential: Referential, mark: MarkView) -> GuideItem:
    message = "" if run.is_phone else _message_at(run, mark.at_seconds)
    sign = _SIGN_WORDS[mark.sign].capitalize()
    words = f"{sign} {of_name(mark.by)}" + (f" : {_quoted(mark.text)}" if mark.text else ".")
    return GuideItem(
        item=f"moment:{mark.mark_id}",
        part="debrief",
        kind="moment",
        criterion=mark.criterion,
        title=label_of(referential, mark.criterion),
        detail=f"{words} Message : « {message} »" if message else words,
        question="Que se passait-il à ce moment, et pourquoi avoir répondu ainsi ?",
        link=GuideLink(
            kind="call" if run.is_phone else "chat",
            run_id=run.run_id,
            position=run.position,
            at_seconds=mark.at_seconds,
            production=None,
            paragraph=None,
        ),
        ticked_at=None,
        note="",
        noted_at=None,
    )


def _passage(referential: Referential, note: CorrectionNote) -> GuideItem:
    if note.quote:
        quoted = f"« {_short(note.quote)} »"
    else:
        quoted = "Sur l’ensemble du texte" if note.paragraph is None else "Sur le paragraphe entier"
    return GuideItem(
        item=f"passage:{note.note_id}",
        part="debrief",
        kind="passage",
        criterion=note.criterion,
        title=label_of(referential, note.criterion),
        detail=f"{quoted}. {_SIGN_WORDS[note.sign].capitalize()} {of_name(note.by)}"
        + (f" : {_quoted(note.text)}" if note.text else "."),
        question="Qu’avez-vous voulu dire au client par ce passage ?",
        link=GuideLink(
            kind="production",
            run_id=None,
            position=0,
            at_seconds=0.0,
            production=note.production,
            paragraph=note.paragraph,
        ),
        ticked_at=None,
        note="",
        noted_at=None,
    )


def _message_at(run: RunState, seconds: float) -> str:
    """The last message that was there at this second."""
    if run.conversation is None or run.started_at is None:
        return ""
    until = run.started_at + timedelta(seconds=seconds)
    before = [one for one in run.conversation.messages if one.sent_at <= until]
    return _short(before[-1].text) if before else ""


def _quoted(words: str) -> str:
    """Closed by one full stop, theirs or ours."""
    own = words.rstrip().endswith((".", "!", "?", "…"))
    return f"« {words} »" if own else f"« {words} »."


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1].rstrip() + "…"
