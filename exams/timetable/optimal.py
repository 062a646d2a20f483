"""The plan by constraint solving (OR-Tools CP-SAT, optional): the earliest end, then the least waiting.

Starts from the greedy plan where there is one, so that it is never later than that.
"""

import importlib.util
from dataclasses import dataclass, field
from typing import Any

from exams.timetable.assigning import NoPlan
from exams.timetable.fitting import Block, Needs, block_bookings, may_see, needs_of
from exams.timetable.greedy import finished, greedy_plan
from exams.timetable.model import Activity, Booking, Day, Plan
from exams.timetable.rules import conflicts

SECONDS = 5.0
"""For the earliest end; a quarter as much again for the waiting."""

WORKERS = 4


def is_installed() -> bool:
    return importlib.util.find_spec("ortools") is not None


def optimal_plan(day: Day, seconds: float = SECONDS) -> Plan:
    """Raises NoPlan where no plan keeps the rules, or none was found in time; ImportError without OR-Tools.

    Takes up to 1.25 × `seconds`; CP-SAT gives the other threads their turn meanwhile.
    """
    # NoPlan of nobody at all, or of a candidate whom nobody may see, is final.
    first = greedy_plan(day)
    if not day.has_jury:
        return first
    model = _Model(day)
    is_sound = not conflicts(first)
    if is_sound:
        model.begin_with(first)
    if not model.solve(seconds):
        if is_sound:
            return first
        raise NoPlan(
            "Aucun emploi du temps ne respecte toutes les règles avec ces salles, ces binômes et ces horaires. "
            "Ajoutez un binôme, des postes de préparation, ou commencez plus tôt."
        )
    model.shorten_waiting(seconds / 4)
    plan = finished(day, model.bookings())
    # A busy machine may stop the search before it reaches even the plan that it began with.
    return first if is_sound and (plan.end > first.end or conflicts(plan)) else plan


@dataclass(slots=True)
class _Candidate:
    """Variables of one candidate; `exchanges` and `interview` are where the jury's part begins."""

    needs: Needs
    pairs: dict[str, Any] = field(default_factory=dict[str, Any])
    exchanges: Any = None
    interview: Any = None
    letter: Any = None
    lunch: tuple[Any, Any] | None = None
    """Its start, and whether it is."""


class _Model:
    def __init__(self, day: Day) -> None:
        from ortools.sat.python import cp_model  # pyright: ignore[reportMissingTypeStubs]

        self.cp, self.day, self.rules = cp_model, day, day.rules
        self.model: Any = cp_model.CpModel()
        self.end: Any = self.model.new_int_var(self.rules.start, self.rules.latest_end, "end")
        self.of_pair: dict[str, list[Any]] = {pair.id: [] for pair in day.pairs}
        self.pair_lunch: dict[str, tuple[Any, Any]] = {}
        self.pair_last: dict[str, Any] = {}
        self.preparing: list[Any] = []
        self.candidates = [self._candidate(one) for one in (needs_of(day, it) for it in day.present)]
        self._pairs()
        self._posts()
        self.model.add(self.end >= self._earliest_end())
        self.model.minimize(self.end)
        self.values: dict[int, int] = {}

    def _moment(self, name: str, earliest: int | None = None, latest: int | None = None) -> Any:
        low = self.rules.start if earliest is None else earliest
        return self.model.new_int_var(low, self.rules.latest_end if latest is None else latest, name)

    def _candidate(self, needs: Needs) -> _Candidate:
        model, who = self.model, needs.candidate.id
        one = _Candidate(needs)
        one.pairs = {
            pair.id: model.new_bool_var(f"{who} {pair.id}")
            for pair in self.day.pairs
            if may_see(self.day, needs.candidate, pair)
        }
        model.add_exactly_one(one.pairs.values())
        written = self.rules.start + needs.case_study
        mine: list[Any] = []
        last: Any = None
        for name, block in (("exchanges", needs.exchanges), ("interview", needs.interview)):
            if not block.minutes:
                continue
            start = self._moment(f"{who} {name}", written + block.alone)
            setattr(one, name, start)
            mine.append(model.new_fixed_size_interval_var(start - block.alone, block.minutes, f"{who} {name} all"))
            if block.alone:
                self.preparing.append(
                    model.new_fixed_size_interval_var(start - block.alone, block.alone, f"{who} {name} alone")
                )
            self._seen(one, start, block.with_jury, name)
            if last is not None:
                model.add(start - block.alone >= last)
            last = start + block.with_jury
        if needs.letter:
            one.letter = self._moment(f"{who} letter", written)
            self._seen(one, one.letter, needs.letter, "letter")
            if one.interview is not None:
                model.add(one.letter + needs.letter <= one.interview)
        if last is not None:
            one.lunch = self._lunch(f"{who} lunch", last, mine)
            model.add_no_overlap(mine)
        return one

    def _seen(self, one: _Candidate, start: Any, minutes: int, name: str) -> None:
        """An interval at whichever pair sees this candidate."""
        if not minutes:
            return
        self.model.add(start + minutes <= self.end)
        for pair, chosen in one.pairs.items():
            self.of_pair[pair].append(
                self.model.new_optional_fixed_size_interval_var(
                    start, minutes, chosen, f"{one.needs.candidate.id} {name} {pair}"
                )
            )

    def _lunch(self, name: str, last: Any, intervals: list[Any]) -> tuple[Any, Any]:
        """A lunch among these intervals where the work ends too late for none. Its start, and whether it is."""
        rules = self.rules
        start = self._moment(name, rules.lunch_from, rules.lunch_until)
        is_there = self.model.new_bool_var(f"{name} is there")
        intervals.append(
            self.model.new_optional_fixed_size_interval_var(start, rules.lunch_minutes, is_there, f"{name} at")
        )
        if rules.start < rules.lunch_from:
            self.model.add(last <= rules.lunch_until).only_enforce_if(is_there.negated())
        return start, is_there

    def _pairs(self) -> None:
        model, begins = self.model, self.rules.start + min(one.needs.case_study for one in self.candidates)
        for pair in self.day.pairs:
            last = self.pair_last[pair.id] = self._moment(f"{pair.id} last")
            work = sum(one.pairs[pair.id] * one.needs.jury_minutes for one in self.candidates if pair.id in one.pairs)
            start, is_there = self._lunch(f"{pair.id} lunch", last, self.of_pair[pair.id])
            self.pair_lunch[pair.id] = start, is_there
            for one in self.candidates:
                if pair.id not in one.pairs:
                    continue
                for begun, minutes in self._ends(one):
                    model.add(last >= begun + minutes).only_enforce_if(one.pairs[pair.id])
            # Nothing of a pair's day comes before the first text is written: what the solver's bound needs.
            model.add(last >= begins + work + self.rules.lunch_minutes * is_there)
            model.add(self.end >= last)
            model.add_no_overlap(self.of_pair[pair.id])

    def _earliest_end(self) -> int:
        """Some pair sees at least its share of the candidates, one after the other, with lunch where it is late.

        Said aloud, because the solver would search for long until it proved so much.
        """
        share = -(-len(self.candidates) // max(1, len(self.day.pairs)))
        shortest = sorted(one.needs.jury_minutes for one in self.candidates)[:share]
        end = self.rules.start + min(one.needs.case_study for one in self.candidates) + sum(shortest)
        lunches = self.rules.start < self.rules.lunch_from and end > self.rules.lunch_until
        return min(end + (self.rules.lunch_minutes if lunches else 0), self.rules.latest_end)

    def _ends(self, one: _Candidate) -> list[tuple[Any, int]]:
        needs = one.needs
        found = [
            (one.exchanges, needs.exchanges.with_jury),
            (one.interview, needs.interview.with_jury),
            (one.letter, needs.letter),
        ]
        return [(start, minutes) for start, minutes in found if start is not None and minutes]

    def _posts(self) -> None:
        """Rooms where one prepares and writes count those who still write."""
        posts = sum(room.posts for room in self.day.rooms_for("preparation"))
        if self.preparing and posts < len(self.candidates):
            self.model.add_cumulative(self.preparing, [1] * len(self.preparing), max(1, posts))

    def begin_with(self, plan: Plan) -> None:
        """Hints for every variable: where this plan has everything. A hint with holes is one to search for."""
        hint = self.model.add_hint
        for one in self.candidates:
            mine: dict[Activity, Booking] = {
                it.activity: it for it in plan.bookings if it.candidate == one.needs.candidate.id
            }
            for pair, chosen in one.pairs.items():
                hint(chosen, any(it.pair == pair for it in mine.values()))
            for start, block in ((one.exchanges, one.needs.exchanges), (one.interview, one.needs.interview)):
                if start is not None:
                    first = next(mine[name] for name, _ in block.phases)
                    hint(start, first.start + block.alone)
            if one.letter is not None:
                hint(one.letter, mine["correction"].start)
            if one.lunch is not None:
                self._hint_lunch(one.lunch, mine.get("lunch"))
        for pair, lunch in self.pair_lunch.items():
            there = plan.of_pair(pair)
            self._hint_lunch(lunch, next((it for it in there if it.activity == "lunch"), None))
            hint(self.pair_last[pair], plan.end)
        hint(self.end, plan.end)

    def _hint_lunch(self, variables: tuple[Any, Any], lunch: Booking | None) -> None:
        start, is_there = variables
        self.model.add_hint(is_there, lunch is not None)
        self.model.add_hint(start, lunch.start if lunch is not None else self.rules.lunch_from)

    def shorten_waiting(self, seconds: float) -> None:
        """Keeps the end and shortens the candidates' waiting; what was found so far stays if nothing better is."""
        self.model.add(self.end <= self.values[self.end.index])
        self.model.clear_hints()
        for variable in self._variables():
            self.model.add_hint(variable, self._of(variable))
        waits = [
            one.interview - one.needs.interview.alone - one.exchanges - one.needs.exchanges.with_jury
            for one in self.candidates
            if one.interview is not None and one.exchanges is not None
        ]
        if waits:
            self.model.minimize(sum(waits))
            self.solve(seconds)

    def solve(self, seconds: float) -> bool:
        """Whether something was found; `values` is the best of it."""
        solver: Any = self.cp.CpSolver()
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.num_workers = WORKERS
        if solver.solve(self.model) not in (self.cp.OPTIMAL, self.cp.FEASIBLE):
            return False
        self.values = {it.index: int(solver.value(it)) for it in self._variables()}
        return True

    def _variables(self) -> list[Any]:
        found = [self.end, *self.pair_last.values(), *(it for pair in self.pair_lunch.values() for it in pair)]
        for one in self.candidates:
            found += [*one.pairs.values(), one.exchanges, one.interview, one.letter, *(one.lunch or ())]
        return [it for it in found if it is not None]

    def bookings(self) -> list[Booking]:
        made: list[Booking] = []
        for one in self.candidates:
            who, pair_id = one.needs.candidate.id, next(pair for pair, it in one.pairs.items() if self._of(it))
            pair = self.day.pair(pair_id)
            if one.needs.case_study:
                made.append(Booking("case_study", self.rules.start, one.needs.case_study, who))
            blocks: list[tuple[Any, Block]] = [
                (one.exchanges, one.needs.exchanges),
                (one.interview, one.needs.interview),
            ]
            for start, block in blocks:
                if start is not None:
                    made += block_bookings(block, self._of(start) - block.alone, who, pair)
            if one.letter is not None and pair is not None:
                made.append(
                    Booking("correction", self._of(one.letter), one.needs.letter, who, pair.id, pair.room or None)
                )
        for pair_id, (start, is_there) in self.pair_lunch.items():
            works = any(one.pair == pair_id for one in made)
            if works and self._of(is_there):
                made.append(Booking("lunch", self._of(start), self.rules.lunch_minutes, None, pair_id))
        return made

    def _of(self, variable: Any) -> int:
        return self.values[variable.index]
