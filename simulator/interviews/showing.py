"""Draws as their page shows them, and their proof as a file."""

from collections.abc import Sequence

from exams import draws
from simulator.errors import NotFound
from simulator.interviews.choices import What, choices_of
from simulator.interviews.views import BoundDraw, Drawing, DrawProof, OneChoice, RevealedDraw
from simulator.seat.deciding.draws import has_begun
from simulator.seat.state import DrawInTwoSteps, SeatState


def drawings_of(state: SeatState, drawn: dict[What, Sequence[str]]) -> tuple[Drawing, ...]:
    """`drawn`: in this jury's row, by what is drawn."""
    held: list[What] = [phase.draws for phase in state.training.phases if phase.draws in ("subject", "recording")]
    if not state.training.phases:
        held = ["recording"]
    return tuple(_drawing(state, what, drawn.get(what, ())) for what in held)


def proof_of(state: SeatState, what: What) -> DrawProof:
    """Raises NotFound before it is revealed."""
    draw = state.last_draw(what)
    if draw is None or draw.revealed is None or draw.revealed_at is None:
        raise NotFound("Ce tirage n’est pas encore fait : il n’y a rien à vérifier.")
    return DrawProof(
        format="combine-draw-1",
        what=what,
        candidate=state.seat.label,
        commitment=draw.bound.commitment,
        bound_at=draw.bound_at,
        numbers=draw.bound.numbers,
        word=draw.revealed.as_said,
        seed=draw.revealed.seed,
        number=draw.revealed.number,
        revealed_at=draw.revealed_at,
    )


def _drawing(state: SeatState, what: What, drawn: Sequence[str]) -> Drawing:
    draw = state.last_draw(what)
    choices = choices_of(state, what)
    numbers = {one.id: one.number for one in choices}
    left, _ = draws.drawn_least([*numbers.values()], [numbers[one] for one in drawn if one in numbers])
    among = draw.bound.numbers if draw is not None else left
    return Drawing(
        what=what,
        choices=tuple(OneChoice(number=it.number, title=it.title, is_left=it.number in among) for it in choices),
        draw=_bound(draw, {one.number: one.title for one in choices}) if draw is not None else None,
        earlier=max(0, sum(one.bound.what == what for one in state.draws) - 1),
        can_draw_again=draw is not None and not (what == "subject" and has_begun(state)),
    )


def _bound(draw: DrawInTwoSteps, titles: dict[int, str]) -> BoundDraw:
    return BoundDraw(
        draw_id=draw.bound.draw_id,
        commitment=draw.bound.commitment,
        bound_line_ends=draws.bound_line("", draw.bound.numbers).strip(),
        numbers=draw.bound.numbers,
        bound_at=draw.bound_at,
        bound_by=draw.bound_by,
        times=draw.bound.times,
        reason=draw.bound.reason,
        revealed=_revealed(draw, titles),
    )


def _revealed(draw: DrawInTwoSteps, titles: dict[int, str]) -> RevealedDraw | None:
    shown = draw.revealed
    if shown is None or draw.revealed_at is None:
        return None
    came = draws.outcome(shown.seed, draw.bound.numbers, shown.word)
    return RevealedDraw(
        word=shown.as_said,
        seed=shown.seed,
        line=came.line,
        digest=came.digest,
        group=came.group,
        group_number=came.number,
        passed_over=came.passed_over,
        remainder=came.remainder,
        number=shown.number,
        title=titles.get(shown.number, ""),
        revealed_at=draw.revealed_at,
        revealed_by=draw.revealed_by,
    )
