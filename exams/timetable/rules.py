"""The rules of a day, and what a plan breaks of them, in French sentences. RE sections 2 to 5."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from exams.timetable.fitting import is_room, most_at_once, needs_of, own_trainer_in
from exams.timetable.model import INTERVIEW, JURY_PHASES, Activity, Booking, Candidate, Plan, in_order
from exams.timetable.words import ACTIVITY, hour


@dataclass(frozen=True, slots=True)
class Conflict:
    """`bookings`: those that it is about."""

    code: str
    sentence: str
    bookings: tuple[str, ...] = ()


def conflicts(plan: Plan) -> tuple[Conflict, ...]:
    """Every broken rule, the gravest first; empty where the day can be held."""
    return tuple(one for rule in RULES for one in rule(plan))


def _what(one: Booking) -> str:
    return f"{ACTIVITY[one.activity]} de {hour(one.start)} à {hour(one.end)}"


def _nobody_in_two_places(plan: Plan) -> Iterator[Conflict]:
    for candidate in plan.day.present:
        yield from _twice(candidate.name, plan.of_candidate(candidate.id))
    jurors = {juror.id: juror.name for pair in plan.day.pairs for juror in pair.jurors}
    for juror_id, name in jurors.items():
        pairs = {pair.id for pair in plan.day.pairs if juror_id in [one.id for one in pair.jurors]}
        yield from _twice(name, in_order(one for one in plan.bookings if one.pair in pairs))


def _twice(name: str, bookings: Iterable[Booking]) -> Iterator[Conflict]:
    for one, other in combinations(bookings, 2):
        if one.overlaps(other):
            yield Conflict(
                "two_places",
                f"{name} serait à deux endroits : {_what(one)}, et {_what(other)}. Déplacez l’un des deux.",
                (one.id, other.id),
            )


def _everything_once(plan: Plan) -> Iterator[Conflict]:
    for candidate in plan.day.present:
        for phase in plan.day.held:
            there = [one for one in plan.bookings if one.candidate == candidate.id and one.activity == phase.id]
            if len(there) != 1:
                yield Conflict(
                    "missing" if not there else "several",
                    f"{candidate.name} : {ACTIVITY[phase.id]} "
                    f"{'manque au plan' if not there else 'figure plusieurs fois au plan'}. Recalculez le plan.",
                )
                continue
            expected = plan.day.minutes(candidate, phase)
            if there[0].minutes != expected:
                yield Conflict(
                    "length",
                    f"{candidate.name} : {ACTIVITY[phase.id]} dure {there[0].minutes} min au plan, {expected} min "
                    "sont dues, temps majoré compris. Recalculez le plan.",
                    (there[0].id,),
                )


def _case_study_together(plan: Plan) -> Iterator[Conflict]:
    written = [one for one in plan.bookings if one.activity == "case_study"]
    if len({one.start for one in written}) > 1:
        yield Conflict(
            "not_together",
            "L’étude de cas est surveillée : tous la commencent à la même heure.",
            tuple(one.id for one in written),
        )


def _one_after_the_other(plan: Plan) -> Iterator[Conflict]:
    for candidate in plan.day.present:
        mine: dict[Activity, Booking] = {one.activity: one for one in plan.of_candidate(candidate.id)}
        held: list[Activity] = [phase.id for phase in plan.day.held if phase.id in mine]
        for before, after in pairwise(held):
            first, then = mine[before], mine[after]
            is_bound = before in ("preparation", "interview_preparation") or (
                before in INTERVIEW and after in INTERVIEW
            )
            if then.start < first.end and not first.overlaps(then):
                yield Conflict(
                    "order",
                    f"{candidate.name} : {ACTIVITY[after]} ({hour(then.start)}) vient avant la fin de "
                    f"{ACTIVITY[before]} ({hour(first.end)}).",
                    (first.id, then.id),
                )
            elif is_bound and then.start != first.end:
                yield Conflict(
                    "not_just_before",
                    f"{candidate.name} : {ACTIVITY[before]} finit à {hour(first.end)}, {ACTIVITY[after]} commence à "
                    f"{hour(then.start)} ; l’un suit l’autre sans attente.",
                    (first.id, then.id),
                )


def _letters_first(plan: Plan) -> Iterator[Conflict]:
    if not plan.day.corrects():
        return
    for candidate in plan.day.present:
        mine = {one.activity: one for one in plan.bookings if one.candidate == candidate.id}
        letter, written = mine.get("correction"), mine.get("case_study")
        first = min(
            (one for one in mine.values() if one.activity in INTERVIEW), key=lambda it: it.start, default=None
        )
        if letter is None:
            yield Conflict("no_correction", f"{candidate.name} : la correction du courrier manque au plan.")
            continue
        if letter.minutes < plan.day.rules.letter_minutes:
            yield Conflict(
                "length",
                f"{candidate.name} : {plan.day.rules.letter_minutes} min sont prévues pour corriger son courrier.",
                (letter.id,),
            )
        if written is not None and letter.start < written.end:
            yield Conflict(
                "correction_too_early",
                f"{candidate.name} : son courrier serait corrigé à {hour(letter.start)}, il l’écrit jusqu’à "
                f"{hour(written.end)}.",
                (letter.id,),
            )
        if first is not None and letter.end > first.start:
            yield Conflict(
                "correction_too_late",
                f"{candidate.name} : le jury corrige son courrier jusqu’à {hour(letter.end)}, son entretien commence "
                f"à {hour(first.start)}. Corrigez avant l’entretien.",
                (letter.id, first.id),
            )


def _jury_is_independent(plan: Plan) -> Iterator[Conflict]:
    for candidate in plan.day.present:
        seen = [one for one in plan.bookings if one.candidate == candidate.id and one.pair is not None]
        pairs = list(dict.fromkeys(one.pair for one in seen))
        if len(pairs) > 1:
            yield Conflict(
                "two_pairs",
                f"{candidate.name} serait vu par deux binômes ; le même l’évalue du début à la fin.",
                tuple(one.id for one in seen),
            )
        for pair_id in pairs:
            pair = plan.day.pair(pair_id)
            trainer = own_trainer_in(candidate, pair) if pair else None
            if pair is None or any(one.pair is None for one in seen if one.activity in JURY_PHASES):
                yield Conflict("no_pair", f"{candidate.name} : son binôme de jury n’existe plus. Recalculez le plan.")
            elif trainer is not None:
                yield Conflict(
                    "own_trainer",
                    f"{candidate.name} serait évalué par {trainer}, qui l’a formé. Changez de binôme.",
                    tuple(one.id for one in seen if one.pair == pair_id),
                )


def _pairs_are_able(plan: Plan) -> Iterator[Conflict]:
    for pair in plan.day.pairs:
        if not any(one.pair == pair.id and one.candidate for one in plan.bookings):
            continue
        if len(pair.jurors) < 2:
            yield Conflict("too_few_jurors", f"{pair.name} : un jury compte deux jurés au moins. Ajoutez un juré.")
        if plan.day.needs_retention and not any(juror.knows_retention for juror in pair.jurors):
            yield Conflict(
                "no_retention",
                f"{pair.name} : au CCP2, un des deux jurés connaît la fidélisation. Changez un juré.",
            )
        room = plan.day.room(pair.room)
        if room is None:
            yield Conflict("no_room", f"{pair.name} n’a pas de salle. Choisissez-en une.")
    for one, other in combinations([pair for pair in plan.day.pairs if pair.room], 2):
        if one.room == other.room and not {it.id for it in one.jurors} & {it.id for it in other.jurors}:
            yield Conflict("same_room", f"{one.name} et {other.name} ont la même salle. Donnez-en une autre à l’un.")


def _lunch(plan: Plan) -> Iterator[Conflict]:
    for candidate in plan.day.present:
        yield from _lunch_of(plan, candidate.name, plan.of_candidate(candidate.id))
    for pair in plan.day.pairs:
        yield from _lunch_of(plan, pair.name, plan.of_pair(pair.id))


def _lunch_of(plan: Plan, name: str, bookings: tuple[Booking, ...]) -> Iterator[Conflict]:
    rules = plan.day.rules
    work = [one for one in bookings if one.activity not in ("lunch", "deliberation")]
    lunches = [one for one in bookings if one.activity == "lunch"]
    if work and needs_lunch(plan, work) and not lunches:
        yield Conflict("no_lunch", f"{name} n’a pas de déjeuner. Laissez {rules.lunch_minutes} min.")
    for one in lunches:
        if one.minutes < rules.lunch_minutes:
            yield Conflict(
                "short_lunch", f"{name} : {rules.lunch_minutes} min sont prévues pour déjeuner.", (one.id,)
            )
        if not rules.lunch_from <= one.start <= rules.lunch_until:
            yield Conflict(
                "lunch_hour",
                f"{name} déjeunerait à {hour(one.start)} ; cela commence entre {hour(rules.lunch_from)} et "
                f"{hour(rules.lunch_until)}.",
                (one.id,),
            )


def needs_lunch(plan: Plan, work: Iterable[Booking]) -> bool:
    """Who works on both sides of the lunch hours."""
    spans = [(one.start, one.end) for one in work]
    rules = plan.day.rules
    return bool(spans) and min(spans)[0] < rules.lunch_from and max(end for _, end in spans) > rules.lunch_until


def _posts(plan: Plan) -> Iterator[Conflict]:
    for one in plan.bookings:
        if one.has_candidate and one.activity not in ("lunch",) and plan.day.room(one.room) is None:
            yield Conflict(
                "no_post",
                f"{_name(plan, one)} : pas de poste libre pour {_what(one)}. Ajoutez une salle ou des postes.",
                (one.id,),
            )
    for room in plan.day.rooms:
        there = [one for one in plan.of_room(room.id) if one.has_candidate and one.pair is None]
        over = [one for one in there if most_at_once(there, one) > room.posts]
        if over:
            yield Conflict(
                "too_few_posts",
                f"{room.name} : {max(most_at_once(there, one) for one in over)} candidats à {hour(over[0].start)} "
                f"pour {room.posts} postes.",
                tuple(one.id for one in over),
            )


def _at_their_desks(plan: Plan) -> Iterator[Conflict]:
    """The first phase in which a candidate works alone is at their desk; a preparation after it may be elsewhere."""
    for candidate in plan.day.present:
        if not candidate.desk_room:
            continue
        alone = [one for one in plan.of_candidate(candidate.id) if one.activity in ("case_study", "preparation")]
        room = plan.day.room(alone[0].room) if alone else None
        if room is not None and not is_room(room, candidate.desk_room):
            yield Conflict(
                "other_room",
                f"{candidate.label or candidate.name} : son poste est en {candidate.desk_room}, l’emploi du temps le "
                f"place en {room.name}. Corrigez son poste, ou ajoutez cette salle et ses postes, puis recalculez.",
                (alone[0].id,),
            )


def _within_the_day(plan: Plan) -> Iterator[Conflict]:
    rules = plan.day.rules
    for one in plan.bookings:
        if one.start < rules.start:
            yield Conflict(
                "before_start",
                f"{_name(plan, one)} : {_what(one)}, avant le début de la journée ({hour(rules.start)}).",
                (one.id,),
            )
    if plan.end > rules.latest_end:
        yield Conflict(
            "too_long",
            f"La journée finirait à {hour(plan.end)}, après {hour(rules.latest_end)}. Ajoutez un binôme de jury, ou "
            "convoquez une partie des candidats un autre jour.",
        )


def _deliberation_last(plan: Plan) -> Iterator[Conflict]:
    for one in plan.bookings:
        if one.activity == "deliberation" and one.start < plan.end:
            yield Conflict("deliberation", "La délibération commence avant la fin des épreuves.", (one.id,))
            return


def _name(plan: Plan, booking: Booking) -> str:
    who: Candidate | None = plan.day.candidate(booking.candidate)
    pair = plan.day.pair(booking.pair)
    return who.name if who else pair.name if pair else "Une étape"


def jury_minutes(plan: Plan, candidate: Candidate) -> int:
    """With the candidate: 95, 30 or 45 without extra time (RE sections 3 to 5); corrections come on top."""
    needs = needs_of(plan.day, candidate)
    return needs.jury_minutes - needs.letter


RULES: tuple[Callable[[Plan], Iterator[Conflict]], ...] = (
    _nobody_in_two_places,
    _jury_is_independent,
    _pairs_are_able,
    _everything_once,
    _case_study_together,
    _one_after_the_other,
    _letters_first,
    _lunch,
    _posts,
    _at_their_desks,
    _within_the_day,
    _deliberation_last,
)
