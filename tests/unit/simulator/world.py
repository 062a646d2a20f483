"""A small made-up world: one company, three exchanges, one seat. Everything is built in memory, by hand."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Literal, cast

from exams.formats import official_formats
from scenarios import Pack
from scenarios.models import CandidateFace, Company, Customer, Exchange, JuryFace, Subject
from scenarios.models.company import (
    Choice,
    CommercialLimit,
    Department,
    PostalAddress,
    QualificationLists,
    Script,
)
from scenarios.models.exchange import ChatReply, ExpectedConfirmation, ExpectedFact, ExpectedQualification, Observable
from simulator.facts.fact import SYSTEM, Actor, Fact, Place
from simulator.facts.kinds import AnyFact
from simulator.seat.clock import PhaseClock
from simulator.seat.place import Seat, Training
from simulator.seat.state import SeatState

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CANDIDATE = Actor("candidate:seat1", "Lina Ferrand")
LEFORT = Actor("person:lefort", "M. Lefort")
ROY = Actor("person:roy", "Mme Roy")

SECRET = "SECRETJURY"
"""Stands in every text of every jury's face: none may reach a candidate."""


def _secret(words: str) -> str:
    return f"{SECRET} {words}"


def jury_face(*criteria: str, confirms: bool = False) -> JuryFace:
    """A face in which every free text carries the secret."""
    return JuryFace(
        who=_secret("who"),
        mood=_secret("mood"),
        opening_line=_secret("opening"),
        situation=_secret("situation"),
        facts_if_asked=(_secret("asked"),),
        objections=(_secret("objection"),),
        calms=(_secret("calms"),),
        hardens=(_secret("hardens"),),
        traps=(_secret("trap"),),
        end_when=_secret("end"),
        closing_line=_secret("closing"),
        ready_replies=(ChatReply(trigger=_secret("trigger"), text=_secret("reply")),),
        expected_answer=_secret("answer"),
        expected_facts=(ExpectedFact(id="fact-1", text=_secret("fact"), kind="must_say"),),
        expected_steps=(_secret("step"),),
        expected_qualification=ExpectedQualification(
            motif="retard", statut="clos", suite="rappel", comment_mentions=(_secret("mention"),)
        ),
        expected_confirmation=ExpectedConfirmation(kind="mail", mentions=(_secret("confirm"),)) if confirms else None,
        observables=tuple(Observable(criterion=one, look_for=_secret(one)) for one in criteria),
    )


def customer(customer_id: str, number: str, phone: str) -> Customer:
    return Customer(
        id=customer_id,
        number=number,
        title="Mme",
        first_name="Agnès",
        last_name=customer_id.capitalize(),
        phone=phone,
        email=f"{customer_id}@courriel.example",
        address=PostalAddress(lines=("3 rue des Tilleuls",), postcode="69003", city="Lyon"),
        customer_since=date(2020, 5, 4),
        segment="Particulier",
    )


INBOUND = Exchange(
    id="appel-entrant",
    customer="morel",
    competences=("CP1",),
    candidate=CandidateFace(channel="phone", direction="inbound", label="Appel entrant", written_confirmation="mail"),
    jury=jury_face("CP1.1", "CP1.4", confirms=True),
)
OUTBOUND = Exchange(
    id="appel-sortant",
    customer="weber",
    competences=("CP4",),
    candidate=CandidateFace(
        channel="phone", direction="outbound", label="Appel sortant", mission="Rappelez Mme Weber."
    ),
    jury=jury_face("CP4.1"),
)
CHAT = Exchange(
    id="chat-entrant",
    customer="diallo",
    competences=("CP2", "CP3"),
    candidate=CandidateFace(channel="chat", direction="inbound", label="Chat entrant"),
    jury=jury_face("CP2.1", "CP3.1", "CP3.2"),
)


def pack() -> Pack:
    company = Company(
        id="atelier-essai",
        name="Maison Vive",
        tagline="Le linge qui dure",
        activity="Vente de linge de maison.",
        history="Fondée en 1987.",
        organisation=(
            Department(id="clients", name="Relation client", role="Répondre."),
            Department(id="ventes", name="Ventes", role="Vendre."),
        ),
        customers_served="Des particuliers.",
        tone="Chaleureux.",
        phone="01 99 00 10 20",
        email="contact@maison-vive.example",
        website="maison-vive.example",
        mailing_address=PostalAddress(lines=("1 place du Marché",), postcode="69001", city="Lyon"),
        signature="Le service client",
        story_date=date(2026, 3, 2),
        commercial_limits=(CommercialLimit(id="geste", reason="Retard", maximum="10 €", beyond="Responsable."),),
        scripts=(
            Script(id="accueil", moment="Accueil", channel="both", text="Bonjour."),
            Script(id="conge", moment="Prise de congé", channel="both", text="Au revoir."),
        ),
        qualification=QualificationLists(
            motifs=tuple(Choice(id=one, label=one) for one in ("retard", "facture", "conseil")),
            statuts=(Choice(id="clos", label="Clos"), Choice(id="ouvert", label="Ouvert")),
            suites=(Choice(id="rappel", label="Rappel"), Choice(id="aucune", label="Aucune")),
        ),
    )
    return Pack(
        folder=Path("."),
        company=company,
        products=(),
        procedures=(),
        customers=(
            customer("morel", "MV-1001", "06 39 98 11 22"),
            customer("weber", "MV-1002", "06 39 98 33 44"),
            customer("diallo", "MV-1003", "06 39 98 55 66"),
        ),
        subjects=(
            Subject(
                id="sujet",
                title="Sujet d’essai",
                exam_format=None,
                summary="Trois échanges.",
                exchanges=(INBOUND, OUTBOUND, CHAT),
            ),
        ),
        case_studies=(),
    )


def training(kind: str = "practice") -> Training:
    return Training(
        id="session1",
        kind=cast(Literal["practice", "exam"], kind),
        title="Séance du lundi",
        pack_id="atelier-essai",
        subject_id="sujet",
        minutes=60,
        spell_check=False,
        paste_limit=80,
        findings=True,
        feedback="automatic",
        legal_basis="Mission de formation",
        retention_days=180,
    )


def seat() -> Seat:
    return Seat(id="seat1", label="C-07", desk="Poste 4")


RUNS = (("inbound", INBOUND), ("outbound", OUTBOUND), ("chat", CHAT))
"""Run and exchange, in the order of the subject."""


class Story:
    """Tells facts to a seat, one second after the other: `story.tell(ExchangeStarted(), "inbound", LEFORT)`."""

    def __init__(self, kind: str = "practice") -> None:
        self.facts: list[Fact] = []
        self.state = fresh_state(kind)
        self._numbers: Iterator[int] = itertools.count(1)

    @property
    def now(self) -> datetime:
        return NOON + timedelta(seconds=len(self.facts))

    def tell(self, data: AnyFact, run_id: str | None = None, actor: Actor = SYSTEM) -> Fact:
        fact = Fact(next(self._numbers), self.now, Place("session1", "seat1", run_id), actor, data)
        self.facts.append(fact)
        self.state.apply(fact)
        return fact


def fresh_state(kind: str = "practice") -> SeatState:
    state = SeatState(seat(), training(kind), pack(), "Lina Ferrand", PhaseClock.planned(60, 0))
    for position, (run_id, exchange) in enumerate(RUNS, start=1):
        state.add_run(run_id, "sujet", exchange.id, position, 1)
    return state


def a_title_day() -> SeatState:
    """A seat of an exam day of the whole title, before its first phase."""
    state = fresh_state("exam")
    state.training = replace(state.training, format_id="title", phases=official_formats()["title"].phases)
    state.phase_clocks = {
        phase.id: PhaseClock.planned(phase.minutes, 0, phase.id)
        for phase in state.training.phases
        if phase.id != "exchanges"
    }
    return state
