"""CP4, prospection par téléphone (REAC p. 19-20; RE p. 8). One never hangs on: a refusal ends the call."""

import re

from scoring.evidence.seen import Seen
from scoring.evidence.tone import harsh_turns
from scoring.evidence.turns import ReadTurn
from scoring.evidence.weighing import Finding, Signal, not_observable, weigh
from scoring.french import cues
from scoring.french import cues_of_tone as tone
from scoring.french.folding import words

from . import shared
from .building import discovery, forbidden_promises
from .registry import detects

_APPOINTMENT = re.compile(
    r"\b(rendez vous|rdv|creneaux?|visite|passe\w*|venir|agence|visio|disponib\w*|lundi|mardi|mercredi"
    r"|jeudi|vendredi|samedi|demain|semaine prochaine)\b"
)
_OPPOSES = re.compile(
    r"\b(retirez|retirer|ne (?:me|m) (?:rappelez|appelez)|plus (?:m |me )?(?:appeler|rappeler)|pas interessee?"
    r"|retire mon (?:accord|consentement)|oppos\w+ (?:a|au) (?:toute |tout )?(?:prospection|demarchage)"
    r"|(?:jamais|pas) (?:donne|accepte)\w* (?:mon |d |l |aucun )?(?:accord|consentement|etre (?:appel|demarch)\w+)"
    r"|bloctel)\b"
)
"""A consumer who never agreed, agrees no longer or opposes: code de la consommation, L223-1 since 11 August 2026.

The list that ended that day is still what some customers name when they refuse.
"""
_DAY = re.compile(
    r"\b(lundi|mardi|mercredi|jeudi|vendredi|samedi|demain|\d+ (?:janvier|fevrier|mars|avril|mai|juin"
    r"|juillet|aout|septembre|octobre|novembre|decembre))\b"
)


_CHOICE = re.compile(
    r"\b(ou bien|ou (?:plutot )?(?:le )?(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|matin|soir"
    r"|apres midi|\d+ ?h)|vous preferez|quel (?:jour|moment))\b"
)


_CONDITION = re.compile(
    r"\b(gratuit\w*|offert\w*|(?:ca )?(?:ne )?coute rien|sans frais|sans engagement|(?:n )?engage a? ?(?:rien|pas)"
    r"|ne signez rien|rien (?:a )?signer|\d+ minutes|trois quarts d heure|demi heure|une heure)\b"
)
"""What a visit costs, binds to and lasts: told before it is accepted."""
_SAID_NO = re.compile(r"\b(j ai dit non|c est non|ca ne m interesse pas|ca m interesse pas)\b")
_UNCERTAIN = re.compile(
    r"\b(on verra(?: bien)?|si je suis la|je (?:ne )?garantis|je (?:ne )?promets|je (?:ne )?sais pas si|peut etre)\b"
)
_PARTS = {
    "lieu": re.compile(
        r"\b(agence|adresse|rue|chemin|avenue|place|domicile|chez vous|visio|sur place|bureau|boutique|magasin"
        r"|appelle)\b"
    ),
    "téléphone ou courriel": re.compile(
        r"\b(numero|telephone|joindre|joins|portable|mobile|mail|courriel|e mail|sms|0[67])\b"
    ),
    "personnes présentes": re.compile(
        r"\b(mari|femme|conjoint\w*|madame et monsieur|avec monsieur|avec madame|vous deux|tous les deux|decideurs?"
        r"|associee?|votre epouse?|accompagnee?|vous etes seule?|patron\w*|present\w*)\b"
    ),
    "pièces ou durée": re.compile(
        r"\b(apport\w*|munir|document\w*|releve|factures?|contrats?|piece|duree|comptez|quarts? d heure|demi heure"
        r"|\d+ minutes|une heure|sous la main)\b"
    ),
}
"""What makes an appointment usable for whoever keeps it."""


@detects("CP4.1", "acts", "RE p. 8; REAC, CP4: obtenir l'interlocuteur cible")
def target_identified(seen: Seen) -> Finding:
    """For: the person asked for by name, before the purpose. Against: the file's content said too early."""
    if not seen.agent_spoke:
        return not_observable("CP4.1", "personne n’est joint dans cet échange")
    talk = seen.conversation
    name = {word for word in words(seen.exchange.expectations.client.name) if len(word) > 3}
    early = talk.agent[:3]
    asked = [turn for turn in early if turn.identifies or (turn.asks and name & set(turn.words))]
    signals: list[Signal] = []
    if asked:
        answer = talk.after(asked[0], "client")
        signals.append(
            Signal(1.3, "l’interlocuteur est demandé par son nom", (asked[0].n, *((answer.n,) if answer else ())))
        )
    needs_strong = re.search(
        r"date de naissance|identite", " ".join(step.text.lower() for step in seen.exchange.expectations.procedure)
    )
    strong = [turn for turn in talk.agent if turn.has(cues.STRONG_IDENTIFYING) and talk.share(turn) < 0.5]
    if needs_strong and not strong:
        leak = [turn for turn in early if any(quantity.kind == "euros" for quantity in turn.quantities)]
        signals.append(
            Signal(
                -0.8, "l’identité n’est pas vérifiée avant de parler du dossier", tuple(turn.n for turn in leak[:1])
            )
        )
    wrong_person = [
        turn
        for turn in talk.client
        if re.search(
            r"\b(locataire|c est (?:mon|ma) (?:mari|femme|mere|pere|fils|fille|proprietaire|patron)|n "
            r"est pas la|ce n est pas moi)\b",
            turn.folded,
        )
    ]
    if wrong_person:
        goes_on = [
            turn for turn in talk.agent if turn.place > wrong_person[0].place and _APPOINTMENT.search(turn.folded)
        ]
        if goes_on:
            signals.append(
                Signal(
                    -0.8,
                    "poursuit alors que la personne n’est pas la cible",
                    (*(turn.n for turn in talk.agent[:1]), *(turn.n for turn in goes_on[:2])),
                )
            )
    if not asked:
        signals.append(
            Signal(-0.3, "le nom de l’interlocuteur n’est pas vérifié", tuple(turn.n for turn in talk.agent[:1]))
        )
    return weigh("CP4.1", 0.4, signals, "l’interlocuteur n’est pas identifié")


@detects("CP4.2", "acts", "RE p. 8; REAC, CP4: traiter ses objections")
def objections_handled(seen: Seen) -> Finding:
    """For: an objection taken up, then answered with facts. Against: brushed off, talked over, pressed upon."""
    talk = seen.conversation
    objections = [
        turn for turn in talk.client if turn.has(tone.CLIENT_OBJECTING) and len(turn.words) >= 4 and turn.place > 0
    ]
    if not objections:
        return not_observable("CP4.2", "aucune objection n’est exprimée")
    harsh = {turn.n for turn in harsh_turns(seen)}
    signals: list[Signal] = []
    for objection in objections[:4]:
        answer = talk.after(objection, "agent")
        if answer is None:
            continue
        again = talk.after(answer, "client")
        persists = again is not None and again.has(tone.CLIENT_OBJECTING) and "mais" in again.words[:3]
        good = _answers(objection, answer) and answer.n not in harsh
        weight = (0.1 if persists else 0.7) if good else -0.5
        reason = (
            "une objection est entendue et reçoit une réponse" if good else "une objection est écartée sans réponse"
        )
        turns = (objection.n, answer.n) if good else (answer.n,)
        signals.append(Signal(weight / (1 if len(objections) < 2 else 1.4), reason, turns))
    opposed = [turn for turn in talk.client if _OPPOSES.search(turn.folded)]
    if opposed:
        after = talk.after(opposed[0], "agent")
        if after is not None and not re.search(
            r"\b(je (?:vous )?(?:retire|note|supprime)|c est note|bien sur|entendu|excus\w*"
            r"|plus (?:vous )?(?:r?appel\w+|contact\w+))\b",
            after.folded,
        ):
            signals.append(Signal(-1, "le refus du client n’est pas respecté", (after.n,)))
    return weigh("CP4.2", 0.9, _merged(signals), "les objections restent sans réponse claire")


_SHORT_OF_TIME = re.compile(r"\b(temps|moment|occupee?|disponible|journee|travaille)\b")


def _answers(objection: ReadTurn, answer: ReadTurn) -> bool:
    takes_up = answer.has(tone.EMPATHY) or bool(answer.stems & objection.stems) or answer.has(tone.BENEFIT)
    if _SHORT_OF_TIME.search(objection.folded) and _DAY.search(answer.folded):
        takes_up = True  # « pas le temps » is answered by a moment that suits
    interrupted = answer.turn.text.lstrip().startswith(("...", "…"))
    return takes_up and len(answer.words) >= 14 and not interrupted


def _merged(signals: list[Signal]) -> list[Signal]:
    """Signals of one reason as one, so that the reason is told once."""
    by_reason: dict[str, Signal] = {}
    for signal in signals:
        known = by_reason.get(signal.reason)
        by_reason[signal.reason] = (
            signal
            if known is None
            else Signal(known.weight + signal.weight, signal.reason, (*known.turns, *signal.turns))
        )
    return list(by_reason.values())


@detects("CP4.3", "acts", "RE p. 8; REAC, CP4: découvrir les attentes et les besoins du prospect")
def needs_discovered(seen: Seen) -> Finding:
    """Questions that discover, open ones above all."""
    if not seen.agent_spoke:
        return not_observable("CP4.3", "personne n’est joint dans cet échange")
    return weigh("CP4.3", 0.4, discovery(seen), "aucun besoin n’est recherché")


@detects(
    "CP4.4", "conduct", "RE p. 8; REAC, CP4: rendez-vous, procédures internes, réglementation du démarchage (L223-1)"
)
def appointment_proposed(seen: Seen) -> Finding:
    """For: slots to choose from, conditions told. Against: one slot pressed, forbidden promises."""
    talk = seen.conversation
    offers = [turn for turn in talk.agent if _DAY.search(turn.folded) and _APPOINTMENT.search(turn.folded)]
    if not offers:
        if seen.agent_spoke and not any(_OPPOSES.search(turn.folded) for turn in talk.client):
            return weigh(
                "CP4.4",
                0.2,
                [Signal(-0.1, "aucun rendez-vous n’est proposé", tuple(turn.n for turn in talk.agent[-1:]))],
                "",
            )
        return not_observable("CP4.4", "aucun rendez-vous ne pouvait être proposé")
    signals: list[Signal] = []
    choice = [
        turn
        for turn in offers
        if len(set(_DAY.findall(turn.folded)) - {"demain"}) >= 2 or _CHOICE.search(turn.folded)
    ]
    if choice:
        signals.append(Signal(0.6, "plusieurs créneaux sont proposés au choix", tuple(turn.n for turn in choice[:1])))
    else:
        signals.append(Signal(-0.4, "un seul créneau est proposé", tuple(turn.n for turn in offers[:2])))
    free = [fact for fact in seen.expected_facts if fact.status in ("said", "partly")]
    conditions = [turn for turn in talk.agent if _CONDITION.search(turn.folded)]
    if free or conditions:
        turns = [*(n for fact in free for n in fact.turns[:1]), *(turn.n for turn in conditions[:1])]
        signals.append(Signal(0.4, "les conditions du rendez-vous sont annoncées", tuple(dict.fromkeys(turns))))
    elif seen.expected_facts:
        signals.append(Signal(-0.3, "les conditions du rendez-vous ne sont pas annoncées"))
    pressed = [turn for turn in harsh_turns(seen) if turn.place >= offers[0].place - 2]
    if pressed:
        signals.append(Signal(-0.5, "le rendez-vous est poussé", tuple(turn.n for turn in pressed[:2])))
    signals += forbidden_promises(seen) + _unfounded_promise(seen)
    return weigh("CP4.4", 0.9, signals, "un rendez-vous est proposé")


def _unfounded_promise(seen: Seen) -> list[Signal]:
    """Rates, gains or public backing promised on the telephone."""
    said = [
        turn
        for turn in seen.conversation.agent
        if any(quantity.kind == "percent" for quantity in turn.quantities)
        or re.search(
            r"\b(garanti\w*|partenariat|(?:aide|programme|dispositif) (?:public|nationale?|de l etat))\b", turn.folded
        )
    ]
    if said and not any(fact.status != "missing" for fact in seen.promised_wrongly):
        return [Signal(-0.6, "une promesse que la procédure n’autorise pas", tuple(turn.n for turn in said[:2]))]
    return []


@detects("CP4.5", "acts", "RE p. 8; REAC, CP4: prise de rendez-vous qualifiés")
def appointment_qualified(seen: Seen) -> Finding:
    """Day and hour fixed are a beginning; place, contact, people, things to bring or duration qualify it."""
    talk = seen.conversation
    fixed = [turn for turn in talk.agent if talk.share(turn) > 0.45 and _DAY.search(turn.folded)]
    opposed = any(_OPPOSES.search(turn.folded) for turn in talk.client)
    refused = [turn for turn in talk.client if _SAID_NO.search(turn.folded)]
    if not fixed or opposed or (refused and refused[-1].place > fixed[-1].place):
        return not_observable("CP4.5", "aucun rendez-vous n’est pris")
    late = [turn for turn in talk.agent if talk.share(turn) > 0.5]
    found = {name: turn for name, pattern in _PARTS.items() for turn in late if pattern.search(turn.folded)}
    missing = [name for name in _PARTS if name not in found]
    timed = next((turn for turn in reversed(late) if any(one.kind == "clock" for one in turn.quantities)), None)
    signals: list[Signal] = []
    if timed is not None:
        signals.append(Signal(0.5, "le jour et l’heure sont fixés", (timed.n,)))
    else:
        signals.append(Signal(-0.3, "l’heure n’est pas fixée", (fixed[-1].n,)))
    if found:
        turns = tuple(dict.fromkeys(turn.n for turn in found.values()))
        signals.append(Signal(0.25 * len(found), f"sont précisés\u00a0: {', '.join(found)}", turns))
    if missing:
        signals.append(Signal(-0.1 * len(missing), f"ne sont pas précisés\u00a0: {', '.join(missing)}"))
    doubts = [turn for turn in talk.client if turn.place > fixed[0].place and _UNCERTAIN.search(turn.folded)]
    if doubts:
        signals.append(Signal(-0.5, "le client ne s’engage pas à être là", (doubts[-1].n,)))
    return weigh("CP4.5", 0.2, signals, "le rendez-vous n’est pas précisé")


@detects("CP4.6", "file", "RE p. 8; REAC, CP4: qualifier le fichier")
def file_qualified(seen: Seen) -> Finding:
    """The file against the aim of the mission."""
    return shared.qualified_file(seen, "CP4.6")
