"""A plan without any library: each pair goes on to what is ready, under a few orders of preference; the best stays.

The jury corrects letters while the candidates prepare, keeps one candidate waiting for the interview rather than be
idle later, and lunches at the first free moment past an hour that is varied too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import product

from exams.timetable.assigning import NoPlan, assigned
from exams.timetable.fitting import Needs, block_bookings, most_at_once, needs_of, seated
from exams.timetable.model import Booking, Day, Pair, Plan, in_order
from exams.timetable.rules import conflicts, needs_lunch

KEPT_WAITING = (2, 1, 3, 99)
"""How many candidates stand before their interview before the jury prefers it to further exchanges."""

LUNCH_AFTER = (12 * 60 + 30, 12 * 60, 13 * 60, 11 * 60 + 30, 13 * 60 + 30)


def greedy_plan(day: Day) -> Plan:
    """Raises NoPlan where somebody can be seen by nobody; what else the rules refuse, `conflicts` says of it."""
    if not day.present:
        raise NoPlan("Aucun candidat n’est inscrit. Importez la liste, ou ajoutez-les un à un.")
    pairs = assigned(day)
    needs = {one.id: needs_of(day, one) for one in day.present}
    start = day.rules.start
    made = [
        Booking("case_study", start, one.case_study, one.candidate.id) for one in needs.values() if one.case_study
    ]
    posts = sum(room.posts for room in day.rooms_for("preparation"))
    for pair in day.pairs:
        row = [needs[candidate] for candidate, chosen in pairs.items() if chosen == pair.id]
        if row:
            row.sort(key=lambda one: (one.case_study, one.candidate.label, one.candidate.id))
            made += _best_row(day, pair, row, _preparing(made), posts)
    if not pairs:
        for one in needs.values():
            made += block_bookings(one.exchanges, start + one.case_study, one.candidate.id, None)
    return finished(day, made)


def finished(day: Day, bookings: Iterable[Booking]) -> Plan:
    """With the candidates' lunches, the deliberation and rooms."""
    made = [*bookings]
    for one in day.present:
        made += _lunch_of(day, Plan(day, tuple(made)), one.id)
    plan = Plan(day, tuple(made))
    if day.has_jury and day.rules.deliberation_minutes:
        made += [
            Booking("deliberation", plan.end, day.rules.deliberation_minutes, None, pair.id, pair.room or None)
            for pair in day.pairs
            if plan.of_pair(pair.id)
        ]
    return seated(Plan(day, in_order(made)))


def _preparing(bookings: Iterable[Booking]) -> list[Booking]:
    return [one for one in bookings if one.activity in ("preparation", "interview_preparation")]


def _lunch_of(day: Day, plan: Plan, candidate: str) -> Iterator[Booking]:
    """The gap nearest to half past twelve; none where there is no gap."""
    there = plan.of_candidate(candidate)
    if not needs_lunch(plan, there):
        return
    rules = day.rules
    starts = [rules.lunch_from, 12 * 60, 12 * 60 + 30, *(one.end for one in there)]
    starts += [one.start - rules.lunch_minutes for one in there]
    lunches = [
        Booking("lunch", start, rules.lunch_minutes, candidate)
        for start in starts
        if rules.lunch_from <= start <= rules.lunch_until
    ]
    free = [one for one in lunches if not any(one.overlaps(other) for other in there)]
    yield from sorted(free, key=lambda one: (abs(one.start - 12 * 60 - 15), one.start))[:1]


@dataclass(slots=True)
class _Row:
    """A pair's day while it is being filled: at `now` the pair is free."""

    day: Day
    pair: Pair
    waiting: list[Needs]
    others: list[Booking]
    """Who prepares elsewhere."""
    posts: int
    keep: int
    lunch_after: int
    now: int
    made: list[Booking] = field(default_factory=list[Booking])
    letters: list[Needs] = field(default_factory=list[Needs])
    before_interview: list[tuple[int, Needs]] = field(default_factory=list[tuple[int, Needs]])
    """With the minute at which their interview may begin for the jury."""
    has_lunched: bool = False

    def written(self, one: Needs) -> int:
        return self.day.rules.start + one.case_study

    def left(self) -> int:
        exchanges = sum(one.exchanges.with_jury + one.interview.with_jury for one in self.waiting)
        return (
            exchanges
            + sum(one.letter for one in self.letters)
            + sum(one.interview.with_jury for _, one in self.before_interview)
        )

    def step(self) -> bool:
        """Does the next thing at `now`, or lets time pass. False when all is done."""
        if not (self.waiting or self.letters or self.before_interview):
            return False
        if self.lunch_is_due():
            self.lunch()
            return True
        exchanges = next((one for one in self.waiting if self.may_exchange(one)), None)
        ready = [one for at, one in self.before_interview if at <= self.now and self.may_interview(one)]
        if ready and (len(self.before_interview) >= self.keep or not self.waiting):
            self.interview(ready[0])
        elif exchanges is not None:
            self.exchange(exchanges)
        elif any(self.written(one) <= self.now for one in self.letters):
            self.correct(next(one for one in self.letters if self.written(one) <= self.now))
        elif ready:
            self.interview(ready[0])
        else:
            self.now = self.next_moment()
        return True

    def lunch_is_due(self) -> bool:
        rules = self.day.rules
        if self.has_lunched or self.now < rules.lunch_from or self.now + self.left() <= rules.lunch_until:
            return False
        if not self.made or self.made[0].start >= rules.lunch_from:
            return False
        longest = max(
            [one.exchanges.with_jury for one in self.waiting]
            + [one.interview.with_jury + one.letter for _, one in self.before_interview]
            + [one.letter for one in self.letters]
        )
        return self.now >= self.lunch_after or self.now + longest > rules.lunch_until

    def lunch(self) -> None:
        minutes = self.day.rules.lunch_minutes
        self.made.append(Booking("lunch", self.now, minutes, None, self.pair.id))
        self.now += minutes
        self.has_lunched = True

    def may_exchange(self, one: Needs) -> bool:
        start = self.now - one.exchanges.alone
        if start < self.written(one):
            return False
        if not self.lunches_before(one, start) and self.now + one.exchanges.with_jury > self.day.rules.lunch_until:
            return False
        return not one.exchanges.alone or self.has_post(start, one.exchanges.alone)

    def lunches_before(self, one: Needs, preparation: int) -> bool:
        """Whether the candidate has time for lunch between what they write and this minute, or needs none then."""
        rules = self.day.rules
        begins = max(self.written(one), rules.lunch_from)
        return rules.start >= rules.lunch_from or begins + rules.lunch_minutes <= preparation

    def may_interview(self, one: Needs) -> bool:
        """Not before the candidate has lunched, where that can only be between exchanges and interview."""
        rules = self.day.rules
        if self.now + one.interview.with_jury <= rules.lunch_until:
            return True
        mine = [it for it in self.made if it.candidate == one.candidate.id and it.activity != "correction"]
        begun = min((it.start for it in mine), default=self.now - one.interview.alone)
        if self.lunches_before(one, begun):
            return True
        ended = max((it.end for it in mine), default=self.written(one))
        return self.now >= max(ended, rules.lunch_from) + rules.lunch_minutes + one.interview.alone

    def has_post(self, start: int, minutes: int) -> bool:
        wanted = Booking("preparation", start, minutes)
        return most_at_once([*self.others, *_preparing(self.made), wanted], wanted) <= max(1, self.posts)

    def exchange(self, one: Needs) -> None:
        self.waiting.remove(one)
        start = self.now - one.exchanges.alone
        self.made += block_bookings(one.exchanges, start, one.candidate.id, self.pair)
        self.now += one.exchanges.with_jury
        if one.interview.minutes:
            self.before_interview.append((self.now + one.interview.alone, one))

    def correct(self, one: Needs) -> None:
        self.letters.remove(one)
        room = self.pair.room or None
        self.made.append(Booking("correction", self.now, one.letter, one.candidate.id, self.pair.id, room))
        self.now += one.letter

    def interview(self, one: Needs) -> None:
        if one in self.letters:
            self.correct(one)
            return
        self.before_interview = [(at, it) for at, it in self.before_interview if it is not one]
        start = self.now - one.interview.alone
        self.made += block_bookings(one.interview, start, one.candidate.id, self.pair)
        self.now += one.interview.with_jury

    def next_moment(self) -> int:
        moments = [self.written(one) + one.exchanges.alone for one in self.waiting]
        moments += [self.written(one) for one in self.letters]
        moments += [at for at, _ in self.before_interview]
        # A candidate has lunched.
        lunch = self.day.rules.lunch_minutes
        moments += [self.day.rules.lunch_from + lunch + one.exchanges.alone for one in self.waiting]
        moments += [at + lunch for at, _ in self.before_interview]
        if not self.has_lunched:
            moments.append(self.day.rules.lunch_from)
        # A post becomes free when somebody's preparation ends.
        moments += [one.end + it.exchanges.alone for one in self.others for it in self.waiting]
        return min((one for one in moments if one > self.now), default=self.now + 5)


def _best_row(day: Day, pair: Pair, row: list[Needs], others: list[Booking], posts: int) -> list[Booking]:
    tried = [_row(day, pair, row, others, posts, *how) for how in product(KEPT_WAITING, LUNCH_AFTER)]
    return min(tried, key=lambda made: _price(day, pair, row, made))


def _price(day: Day, pair: Pair, row: list[Needs], made: list[Booking]) -> tuple[int, int, int]:
    """Rules broken, then the end, then how long candidates wait between exchanges and interview."""
    some = replace(day, candidates=tuple(one.candidate for one in row), pairs=(pair,))
    written = [Booking("case_study", day.rules.start, one.case_study, one.candidate.id) for one in row]
    plan = finished(some, [*written, *made] if row[0].case_study else made)
    ends = {one.candidate: one.end for one in made if one.activity == "exchanges" and one.candidate}
    last = {one.candidate: one.end for one in made if one.candidate and one.activity != "correction"}
    return len(conflicts(plan)), plan.end, sum(last[who] - end for who, end in ends.items())


def _row(
    day: Day, pair: Pair, row: list[Needs], others: list[Booking], posts: int, keep: int, lunch_after: int
) -> list[Booking]:
    begins = day.rules.start + min(one.case_study for one in row)
    filling = _Row(day, pair, [], others, posts, keep, lunch_after, begins)
    filling.letters = [one for one in row if one.letter]
    for one in row:
        if one.exchanges.minutes:
            filling.waiting.append(one)
        elif one.interview.minutes:
            filling.before_interview.append((filling.written(one) + one.interview.alone, one))
    while filling.step():
        pass
    return filling.made
