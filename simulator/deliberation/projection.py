"""The deliberation as its page shows it. Until all have submitted, nothing of anybody's marks is in it."""

from collections.abc import Mapping
from typing import Literal, cast

from exams.agreement import Agreement
from scoring.referential import Referential
from simulator.deliberation.views import (
    AgreedView,
    ChangeView,
    CorrectionView,
    DecisionView,
    DeliberationCriterion,
    DeliberationMoment,
    DeliberationSide,
    DeliberationVerdict,
    DeliberationView,
    IncoherenceView,
    JurorsAgreement,
    JurorView,
    ReplacedJuror,
    SaidOf,
    SaidView,
    SignatureView,
    SignedVersionView,
    ToDecide,
    VerdictWord,
)
from simulator.ids import RunId
from simulator.seat.agreement_words import caution
from simulator.seat.compared_verdicts import INTERVIEWS, WRITINGS, CriterionCompared, agreement_of, compared
from simulator.seat.deciding.deliberating import Deliberating, is_open
from simulator.seat.deliberation_scope import TITLE, Scope, scope_of
from simulator.seat.signed_versions import Said, SignedVersion, signed_versions
from simulator.seat.state import SeatState
from simulator.typography import french_spaces


def deliberation_view(
    state: SeatState, referential: Referential, names: Mapping[str, str], actor: str
) -> DeliberationView:
    """`names`: of the seat's jurors, by actor; `actor` is who looks."""
    scope, opened = scope_of(referential, state.training.format_id), is_open(state)
    each = [compared(state, criterion) for criterion in scope.criteria] if opened else []
    digest = state.deliberation.digest(state.seat.id, state.jurors)
    signed = state.deliberation.signed_by(digest)
    return DeliberationView(
        seat_id=state.seat.id,
        session_title=state.training.title,
        seat_label=state.seat.label,
        candidate_name=state.candidate_name,
        session_id=state.training.id,
        presence=state.day.presence,
        left_at=state.day.left_at,
        left_remark=state.day.left_remark,
        jurors=tuple(
            JurorView(
                name=names.get(one, ""),
                mine=one == actor,
                submitted=one in state.marking.submitted,
                signed_at=signed[one].at if one in signed else None,
                typed_by=state.marking.typed_by.get(one, ""),
            )
            for one in sorted(state.jurors, key=lambda one: names.get(one, ""))
        ),
        replaced=tuple(
            ReplacedJuror(name=name, submitted=one in state.marking.submitted)
            for one, name in state.marking.names.items()
            if one not in state.jurors
        ),
        is_open=opened,
        is_signed=state.deliberation.is_signed(state.seat.id, state.jurors),
        criteria=tuple(_criterion(state, referential, names, actor, one) for one in each),
        decisions=_decisions(state, referential, scope) if opened else (),
        agreement=agreement_view(agreement_of(each), 1) if len(state.jurors) > 1 and opened else None,
        missing=tuple(Deliberating(referential).missing(state)) if opened else (),
        digest=digest,
        corrections=tuple(
            CorrectionView(
                reason=one.reason,
                by=one.by,
                at=one.at,
                signed=tuple(SignatureView(name=sign.name, at=sign.at) for sign in one.signed),
            )
            for one in state.deliberation.reopenings
        ),
        incoherences=tuple(
            IncoherenceView(what=one.what, words=french_spaces(one.words), is_explained=one.is_explained)
            for one in Deliberating(referential).incoherences(state)
        )
        if opened
        else (),
        # A juror who came after a signature is blind until they have handed in: former pages are marks too.
        versions=tuple(_version(one) for one in signed_versions(state.deliberation, state.seat.id, digest))
        if opened
        else (),
    )


def _version(one: SignedVersion) -> SignedVersionView:
    page = one.signed.page
    return SignedVersionView(
        number=one.number,
        stands=one.stands,
        is_whole=one.is_whole,
        digest=one.signed.digest,
        signatures=tuple(SignatureView(name=it.name, at=it.at) for it in one.signed.signatures),
        verdicts=tuple(_said_of(what, Said(it.verdict, it.reason)) for what, it in page.agreed.items()),
        decisions=tuple(_said_of(what, Said(it.decision, it.reason)) for what, it in page.decided.items()),
        changes=tuple(ChangeView(what=it.what, before=_said(it.before), after=_said(it.after)) for it in one.changes),
    )


def _said_of(what: str, said: Said) -> SaidOf:
    return SaidOf(what=what, said=SaidView.model_validate({"words": said.words, "reason": said.reason}))


def _said(one: Said | None) -> SaidView | None:
    return SaidView.model_validate({"words": one.words, "reason": one.reason}) if one is not None else None


def _criterion(
    state: SeatState, referential: Referential, names: Mapping[str, str], actor: str, one: CriterionCompared
) -> DeliberationCriterion:
    agreed = state.deliberation.agreed.get(one.criterion)
    return DeliberationCriterion(
        criterion=one.criterion,
        label=referential.criterion_label(one.criterion),
        differs=one.differs,
        sides=tuple(
            DeliberationSide(
                juror=juror,
                name=names.get(juror, ""),
                mine=juror == actor,
                verdicts=tuple(
                    DeliberationVerdict(
                        place=_place(given.run_id),
                        run_id=given.run_id,
                        position=state.runs[given.run_id].position if given.run_id in state.runs else 0,
                        customer_name=_customer(state, given.run_id),
                        verdict=given.verdict,
                        comment=given.comment,
                    )
                    for given in own
                ),
                moments=tuple(
                    DeliberationMoment(
                        run_id=mark.run_id, at_seconds=mark.data.at_seconds, sign=mark.data.sign, text=mark.data.text
                    )
                    for mark in state.marking.marks.values()
                    if mark.by == juror and mark.data.criterion == one.criterion
                ),
                remark=one.remarks.get(juror, ""),
            )
            for juror, own in one.given.items()
        ),
        agreed=AgreedView(verdict=cast(VerdictWord, agreed.verdict), reason=agreed.reason, by=agreed.by, at=agreed.at)
        if agreed is not None
        else None,
    )


def _place(run_id: RunId) -> Literal["exchange", "writings", "technical", "final"]:
    return "writings" if run_id == WRITINGS else INTERVIEWS.get(run_id, "exchange")


def _customer(state: SeatState, run_id: RunId) -> str:
    run = state.runs.get(run_id)
    return run.customer.display_name if run is not None else ""


def _decisions(state: SeatState, referential: Referential, scope: Scope) -> tuple[ToDecide, ...]:
    words: dict[str, tuple[Literal["competence", "transversal", "certificate", "title"], str]] = {
        **{one: ("competence", referential.competence(one).name) for one in scope.competences},
        **{one.id: ("transversal", one.name) for one in referential.transversal},
        **{one.id: ("certificate", one.name) for one in referential.certificates},
        TITLE: ("title", referential.title.name),
    }
    found: list[ToDecide] = []
    for what in scope.decisions:
        taken = state.deliberation.decided.get(what)
        kind, label = words[what]
        view = None
        if taken is not None:
            decision = cast(Literal["acquired", "not_acquired"], taken.decision)
            view = DecisionView(decision=decision, reason=taken.reason, by=taken.by, at=taken.at)
        found.append(ToDecide(what=what, kind=kind, label=label, taken=view))
    return tuple(found)


def agreement_view(found: Agreement, candidates: int) -> JurorsAgreement:
    """Over this many candidates; the caution says in words what so few figures are worth."""
    of_whom = "un seul candidat" if candidates == 1 else f"{candidates} candidats"
    return JurorsAgreement(
        same=found.same,
        compared=found.compared,
        share_percent=round(100 * found.share) if found.share is not None else None,
        kappa=round(found.kappa, 2) if found.kappa is not None else None,
        is_few=found.is_few,
        is_low_beside_share=found.is_low_beside_share,
        caution=french_spaces(caution(found, of_whom)),
    )
