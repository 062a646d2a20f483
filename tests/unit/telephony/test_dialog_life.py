"""The table of a dialog that we began: what each answer of a telephone makes of it."""

from pathlib import Path

import pytest

from telephony.sip.dialog_life import TRANSITIONS, DialogEvent, DialogState, Do, after, event_of, page

DOCS = Path(__file__).parents[3] / "docs"

STORIES: dict[str, tuple[list[DialogEvent], list[Do], DialogState]] = {
    "answered": (
        [DialogEvent.TRYING, DialogEvent.RINGS, DialogEvent.ACCEPTED],
        [Do.NOTHING, Do.TELL_RINGING, Do.TALK],
        DialogState.CONFIRMED,
    ),
    "its 200 comes once more": (
        [DialogEvent.ACCEPTED, DialogEvent.ACCEPTED],
        [Do.TALK, Do.ACKNOWLEDGE],
        DialogState.CONFIRMED,
    ),
    "given up before its first word, cancelled once": (
        [DialogEvent.WITHDRAW, DialogEvent.TRYING, DialogEvent.RINGS, DialogEvent.WITHDRAW, DialogEvent.REFUSED],
        [Do.NOTHING, Do.CANCEL, Do.NOTHING, Do.NOTHING, Do.REPORT],
        DialogState.OVER,
    ),
    "answered in the moment of giving up": (
        [DialogEvent.RINGS, DialogEvent.WITHDRAW, DialogEvent.ACCEPTED, DialogEvent.GIVE_UP],
        [Do.TELL_RINGING, Do.CANCEL, Do.HANG_UP, Do.NOTHING],
        DialogState.OVER,
    ),
    "never says 487": (
        [DialogEvent.RINGS, DialogEvent.WITHDRAW, DialogEvent.GIVE_UP, DialogEvent.REFUSED],
        [Do.TELL_RINGING, Do.CANCEL, Do.CLOSE, Do.NOTHING],
        DialogState.OVER,
    ),
    "a refusal after the answer changes nothing": (
        [DialogEvent.ACCEPTED, DialogEvent.REFUSED, DialogEvent.RINGS],
        [Do.TALK, Do.NOTHING, Do.NOTHING],
        DialogState.CONFIRMED,
    ),
}


@pytest.mark.parametrize("story", STORIES)
def test_each_story_goes_as_the_table_says(story: str) -> None:
    events, wanted, end = STORIES[story]
    state, done = DialogState.CALLING, list[Do]()
    for event in events:
        state, do = after(state, event)
        done.append(do)
    assert (done, state) == (wanted, end)


def test_every_state_is_reached_and_left() -> None:
    reached = {target for target, _ in TRANSITIONS.values()} | {DialogState.CALLING}
    assert reached == set(DialogState)
    assert all(any(state is one for one, _ in TRANSITIONS) for state in DialogState)
    assert (DOCS / "telephony-dialog.md").read_text(encoding="utf-8") == page()


@pytest.mark.parametrize(
    ("status", "event"),
    [
        (100, DialogEvent.TRYING),
        (181, DialogEvent.TRYING),
        (183, DialogEvent.RINGS),
        (202, DialogEvent.ACCEPTED),
        (302, DialogEvent.REFUSED),
        (408, DialogEvent.REFUSED),
    ],
)
def test_what_an_answer_is(status: int, event: DialogEvent) -> None:
    assert event_of(status) is event
