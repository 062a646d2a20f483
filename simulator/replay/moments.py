"""Facts told in French, for the time line of a replay, the sheet and the transcript. One table."""

from collections.abc import Mapping
from typing import Literal

from simulator.facts import kinds
from simulator.facts.fact import Fact

NB = "\u00a0"

Icon = Literal["call", "hold", "mute", "chat", "file", "write", "network", "clock"]

_WHO = {"candidate": "le candidat", "customer": "le client", "supervisor": "le superviseur"}

CONSULTATION_ENDS = {
    "returned": "le candidat reprend le client",
    "hung_up": "le superviseur raccroche",
    "declined": "le superviseur refuse l’appel",
    "no_answer": "le superviseur ne répond pas",
    "cancelled": "le candidat renonce",
    "lost": "le son du superviseur est perdu",
    "transferred": "le client est transféré au superviseur",
    "call_over": "le client n’est plus en ligne",
    "server_restarted": "coupée par un redémarrage du serveur",
}

_REASONS = {
    "hung_up": "raccroché",
    "declined": "appel refusé",
    "no_answer": "pas de réponse",
    "cancelled": "appel annulé",
    "lost": "son perdu, l’appel n’a pas repris",
    "stopped": "interrompu par le système",
    "transferred": "transféré au superviseur",
    "server_restarted": "coupé par un redémarrage du serveur",
}

_DISK = {
    "full": "disque plein",
    "reserved": "disque presque plein",
    "read_only": "disque en lecture seule",
    "slow": "disque trop lent",
    "failing": "disque en panne",
}

_FIELDS = {
    "motif": "Motif",
    "statut": "Statut",
    "suite": "Suite",
    "comment": "Commentaire",
    "appointment": "Rendez-vous",
    "phone": "Téléphone",
    "second_phone": "Second téléphone",
    "email": "Courriel",
    "address": "Adresse",
}

_FLAGS = {
    "silent_adviser": "La voie du conseiller est vide.",
    "silent_customer": "La voie du client est vide.",
    "cut_short": "L’appel a été coupé par un arrêt du serveur\u00a0; la dernière seconde peut manquer.",
    "length_differs": "La durée du fichier diffère de celle de l’appel.",
    "disk_trouble": "Le disque n’a pas pris le son pendant {}\u00a0s\u00a0; il a attendu en mémoire.",
    "given_up": "Faute de disque, {}\u00a0s de son ont été perdues.",
    "undecodable_adviser": "Des paquets du conseiller sont illisibles.",
    "undecodable_customer": "Des paquets du client sont illisibles.",
    "wrong_clock_adviser": "Le téléphone du conseiller compte mal le temps : le son a été placé d’après ses paquets.",
    "wrong_clock_customer": "Le téléphone du client compte mal le temps : le son a été placé d’après ses paquets.",
}


def flag_words(flag: str) -> str:
    """What a recording lacks, as a sentence. A flag may end with its seconds: `given_up:3.2`."""
    code, _, seconds = flag.partition(":")
    return _FLAGS.get(code, code).replace("{}", seconds.replace(".", ","))


def moment_of(fact: Fact, labels: Mapping[str, str]) -> tuple[Icon, str] | None:
    """`(icon, sentence)`, or None for what has no place on an exchange's time line (marks, messages, drafts).

    `labels`: what the company's lists call each motif, statut and suite.
    """
    match fact.data:
        case kinds.ExchangeStarted():
            return "clock", "Échange démarré"
        case kinds.ExchangeTakenOver():
            return "clock", f"{fact.actor.name} prend la suite du jeu"
        case kinds.CallRinging(caller=caller):
            return "call", f"Sonnerie{NB}: {_WHO[caller]} appelle"
        case kinds.CallConnected(answer_seconds=seconds):
            return "call", f"Décroché après {seconds:.0f}{NB}s"
        case kinds.CallHeld(by=by):
            return "hold", f"Mise en attente par {_WHO[by]}"
        case kinds.CallResumed():
            return "hold", "Reprise"
        case kinds.CallMuted(who=who, muted=muted):
            return "mute", f"Micro {'coupé' if muted else 'rétabli'} par {_WHO[who]}"
        case kinds.CallDigits(digits=digits):
            return "call", f"Touches{NB}: {digits}"
        case kinds.CallLegLost(who=who):
            return "network", f"Son perdu{NB}: {_WHO[who]}"
        case kinds.CallLegBack(who=who):
            return "network", f"Son rétabli{NB}: {_WHO[who]}"
        case kinds.CallEnded(reason=reason):
            return "call", f"Fin de l’appel{NB}: {_REASONS.get(reason, reason)}"
        case kinds.ConsultationAsked():
            return "hold", "Appel du superviseur, client en attente"
        case kinds.ConsultationUnavailable():
            return "hold", f"Superviseur demandé{NB}: aucun n’est disponible"
        case kinds.ConsultationAnswered():
            return "hold", "Le superviseur répond"
        case kinds.ConsultationEnded(reason=reason):
            return "hold", f"Fin de la consultation{NB}: {CONSULTATION_ENDS.get(reason, reason)}"
        case kinds.CallTransferred():
            return "call", f"Transfert au superviseur{NB}: la voie de gauche est désormais la sienne"
        case kinds.CallDialFailed(number=number):
            return "call", f"Numéro composé sans succès{NB}: {number}"
        case kinds.RecordingInterrupted(what=what):
            return "network", f"Enregistrement en attente{NB}: {_DISK.get(what, what)}"
        case kinds.RecordingResumed(seconds=seconds, lost_seconds=lost):
            missing = f"{lost:.0f}{NB}s de son perdues" if lost >= 0.1 else "rien n’est perdu"
            return "network", f"Enregistrement repris après {seconds:.0f}{NB}s{NB}: {missing}"
        case kinds.RecordingFailed():
            return "network", "Incident d’enregistrement"
        case kinds.ChatClosed(by=by):
            return "chat", f"Conversation close par {_WHO.get(by, 'le système')}"
        case kinds.FileOpened():
            return "file", "Fiche ouverte"
        case kinds.FileChanged(field=field, value=value):
            return "file", f"{_FIELDS[field]}{NB}: {labels.get(value, value) or 'effacé'}"
        case kinds.ConfirmationSent(medium=medium):
            return (
                "write",
                "Courriel de confirmation envoyé" if medium == "mail" else "Lettre de confirmation envoyée",
            )
        case kinds.WrapUpStarted():
            return "clock", "Début du post-échange"
        case kinds.ExchangeEnded():
            return "clock", "Échange terminé"
        case _:
            return None
