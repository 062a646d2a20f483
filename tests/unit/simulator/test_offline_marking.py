"""What waited in a juror's browser while the network was cut: twice or out of order, the same stands."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import Literal, get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.facts import kinds
from simulator.ids import RunId
from simulator.live_messages import commands
from simulator.live_messages.jury_view import MarkingView
from tests.unit.simulator.deciding import asked, code, keep, people
from tests.unit.simulator.world import LEFORT, NOON, ROY, Story

Verdict = Literal["satisfactory", "to_improve", "insufficient", "not_observed", "none"]
VERDICTS: st.SearchStrategy[Verdict] = st.sampled_from(get_args(Verdict))
RUN = RunId("inbound")
HOUR = timedelta(hours=1)


def a_story() -> Story:
    """The exchange has begun."""
    story = Story()
    story.tell(kinds.ExchangeStarted(), "inbound", LEFORT)
    return story


def told(story: Story, made: Sequence[commands.Command]) -> MarkingView:
    """What the author sees once all of it was told, in this order."""
    for command in made:
        decision = asked(story, people(), LEFORT, command)
        assert code(decision) is None
        keep(story, decision.facts)
    return story.state.marking.seen_by(LEFORT.id)


def shown(view: MarkingView) -> tuple[set[object], set[object], set[object], set[object]]:
    """Without the order, which says nothing."""
    return set(view.marks), set(view.verdicts), set(view.appreciations), set(view.rejected)


@st.composite
def _work(draw: st.DrawFn) -> list[commands.MarkingCommand]:
    """What one juror did while they were cut off, oldest first, each a second after the one before."""
    done: list[commands.MarkingCommand] = []
    places = 0
    for number, kind in enumerate(draw(st.lists(st.sampled_from("PRVAF"), min_size=1, max_size=9))):
        made: commands.MarkingCommand | None = None
        match kind:
            case "P":
                places += 1
                made = commands.MarkPlace(
                    id="c", mark_id=f"m{places}", run_id=RUN, criterion="CP1.1", sign="note", at_seconds=0.5
                )
            case "R" if places:
                made = commands.MarkRemove(id="c", mark_id=f"m{draw(st.integers(1, places))}")
            case "V":
                criterion, verdict = draw(st.sampled_from(["CP1.1", "CP1.2"])), draw(VERDICTS)
                made = commands.VerdictSetCommand(id="c", run_id=RUN, criterion=criterion, verdict=verdict)
            case "A":
                made = commands.AppreciationSetCommand(id="c", competence="CP1", text=f"mots {number}")
            case "F":
                made = commands.FindingReject(id="c", run_id=RUN, criterion="CP1.1", verdict="met", reason="non")
            case _:
                pass
        if made is not None:
            at = NOON - HOUR + timedelta(seconds=number)
            done.append(made.model_copy(update={"made_at": at, "device_at": at + timedelta(minutes=17)}))
    return done


@settings(max_examples=60, deadline=None)
@given(work=_work(), twice=st.data(), order=st.randoms(use_true_random=False))
def test_what_arrives_twice_and_out_of_order_stands_as_if_it_had_not(
    work: list[commands.MarkingCommand], twice: st.DataObject, order: Random
) -> None:
    again = twice.draw(st.lists(st.sampled_from(work), max_size=5)) if work else []
    arriving = [*work, *again]
    order.shuffle(arriving)
    # Asked once more, it may come under another id: from a second tab that found it waiting.
    arriving = [one.model_copy(update={"id": f"a{n}"}) for n, one in enumerate(arriving)]
    assert shown(told(a_story(), arriving)) == shown(told(a_story(), work))


def _verdict(made_seconds: float, verdict: str) -> commands.VerdictSetCommand:
    at = NOON + timedelta(seconds=made_seconds)
    return commands.VerdictSetCommand.model_validate(
        {
            "id": "v",
            "run_id": "inbound",
            "criterion": "CP1.1",
            "verdict": verdict,
            "made_at": at,
            "device_at": at - HOUR,
        }
    )


def test_a_fact_keeps_the_devices_time_beside_that_of_its_arrival() -> None:
    story = a_story()
    told(story, [_verdict(-600, "satisfactory")])
    fact = story.facts[-1]
    kept = fact.data.model_dump()
    assert kept["made_at"] == NOON - timedelta(minutes=10)
    assert kept["device_at"] == NOON - timedelta(minutes=70)
    assert fact.at >= NOON


def test_a_device_whose_clock_runs_ahead_cannot_outdo_what_is_done_later() -> None:
    story = a_story()
    told(story, [_verdict(86_400, "satisfactory")])
    assert [one.verdict for one in told(story, [_verdict(60, "insufficient")]).verdicts] == ["insufficient"]


def test_the_removal_of_a_mark_that_is_not_there_yet_is_nobody_elses() -> None:
    story = a_story()
    removal = commands.MarkRemove(id="r", mark_id="m1", made_at=NOON)
    keep(story, asked(story, people(), ROY, removal).facts)
    placing = commands.MarkPlace(id="p", mark_id="m1", run_id=RUN, criterion="CP1.1", sign="note", at_seconds=0)
    assert len(told(story, [placing]).marks) == 1
    assert code(asked(story, people(), ROY, removal)) == "unknown_mark"
