"""Why a desk's command is refused: one line each, in French, with a way out."""

from exams.extra_time import share_in_words
from exams.phases import PhaseId
from exams.timetable.words import ACTIVITY
from simulator.errors import Conflict

_WORDS: dict[str, tuple[str, str]] = {
    "forbidden_message": ("Ce poste ne peut pas faire cela.", ""),
    "unknown_run": ("Cet échange n’existe pas à ce poste.", "Rechargez la page."),
    "not_player": (
        "Un autre membre du jury joue ce client.",
        "Écoutez et notez, ou démarrez vous-même l’échange suivant.",
    ),
    "not_left": (
        "Le membre du jury qui joue ce client est toujours à son poste.",
        "Qu’il raccroche ou ferme son poste, puis prenez la suite.",
    ),
    "partner_cannot": ("Un partenaire joue les clients, il ne note pas.", "Connectez-vous avec votre compte."),
    "session_closed": ("Cette séance est close.", "Ouvrez une nouvelle séance."),
    "time_is_up": ("Le temps des échanges est écoulé.", "Ajoutez du temps (motif obligatoire) si c’est justifié."),
    "candidate_busy": ("Le candidat est déjà en échange.", "Mettez cet échange en file, ou terminez celui en cours."),
    "candidate_away": (
        "Le poste du candidat n’est pas ouvert.",
        "Demandez au candidat d’ouvrir sa session sur son poste.",
    ),
    "candidate_no_sound": (
        "Le son du candidat n’est pas connecté.",
        "Demandez-lui d’autoriser le micro et de refaire le test du casque.",
    ),
    "jury_no_sound": (
        "Votre son n’est pas connecté.",
        "Autorisez le micro dans votre navigateur, puis réessayez.",
    ),
    "no_supervisor": ("Aucun superviseur n’est disponible.", "Répondez au client avec ce que vous savez."),
    "jury_away": ("Votre correspondant n’est pas joignable pour le moment.", "Rappelez dans un instant."),
    "already_played": ("Cet échange est terminé.", "En entraînement, recommencez-le avec « Nouvel essai »."),
    "queue_full": ("Deux échanges sont déjà en file.", "Retirez-en un avant d’en ajouter un autre."),
    "not_phone": ("Cet échange se passe par chat.", ""),
    "no_call": ("Aucun appel en cours.", ""),
    "not_now": ("Cette action n’est pas possible à cet instant.", ""),
    "unknown_number": ("Le numéro composé n’est pas attribué.", "Vérifiez le numéro sur la fiche du client."),
    "no_chat": ("Aucune conversation n’est ouverte.", ""),
    "chat_closed": ("La conversation est close.", ""),
    "no_exchange": ("Aucun échange n’est en cours.", "Attendez que le jury démarre le suivant."),
    "unknown_customer": ("Cette fiche n’existe pas.", "Refaites la recherche."),
    "call_running": ("L’appel est encore en cours.", "Raccrochez d’abord."),
    "confirmation_sent": ("La confirmation est déjà envoyée.", ""),
    "confirmation_due": (
        "La confirmation écrite n’est pas envoyée.",
        "Envoyez-la, ou terminez quand même l’échange.",
    ),
    "unknown_criterion": ("Ce critère n’existe pas au référentiel.", ""),
    "bad_number": (
        "Un nombre de cette demande n’en est pas un.",
        "Rechargez la page, puis recommencez ; rien n’a été noté.",
    ),
    "unknown_mark": ("Ce repère n’existe pas, ou n’est pas le vôtre.", ""),
    "mark_taken": (
        "Ce repère n’est pas enregistré : son numéro est déjà celui d’un autre repère.",
        "Placez-en un nouveau.",
    ),
    "mark_out_of_time": ("Ce repère est placé trop loin dans le temps.", "Placez-le sur l’échange."),
    "submitted": ("Votre notation est rendue : elle ne change plus.", ""),
    "grid_submitted": (
        "La notation de ce juré est déjà rendue : elle ne change plus.",
        "S’il y a une erreur, le jury en parle à la délibération.",
    ),
    "clock_state": (
        "Cette épreuve ne le permet pas maintenant : quelqu’un l’a peut-être déjà ouverte, suspendue ou close.",
        "Regardez où elle en est sur cet écran.",
    ),
    "clock_not_ended": ("Il reste des échanges en cours.", "Terminez-les d’abord."),
    "no_case_study": ("Cette séance n’a pas d’étude de cas.", "Revenez à votre poste."),
    "case_study_not_open": ("L’étude de cas n’est pas encore ouverte.", "Attendez le signal du surveillant."),
    "case_study_over": (
        "L’étude de cas est terminée : vos productions sont remises.",
        "Ce qui était enregistré est scellé ; prévenez le surveillant en cas de doute.",
    ),
    "not_sealed": (
        "Les productions ne sont pas encore remises.",
        "Elles s’ouvrent à la fin de l’étude de cas, une fois scellées.",
    ),
    "unknown_phase": ("Cette étape n’est pas au programme de la session.", "Rechargez la page."),
    "phase_before": ("L’étape d’avant n’est pas terminée.", "Terminez-la d’abord, puis ouvrez celle-ci."),
    "phase_ended": ("Cette étape est terminée.", "Rouvrez-la : un motif est demandé."),
    "phase_not_open": (
        "Les échanges ne sont pas ouverts.",
        "Le responsable de session les ouvre depuis l’écran de la journée.",
    ),
    "too_early": (
        "L’heure de cette étape n’est pas venue.",
        "Attendez son heure, ou déplacez-la d’abord dans l’emploi du temps.",
    ),
    "envelopes_closed": (
        "Les plis ne sont pas ouverts : le sujet est encore scellé.",
        "Constatez les scellés avec un candidat et ouvrez les plis, puis recommencez.",
    ),
    "other_phase_runs": (
        "Une autre étape de ce candidat est en cours.",
        "Mettez-la en pause ou terminez-la, puis recommencez.",
    ),
    "no_break_granted": (
        "Aucune pause n’est accordée à ce candidat.",
        "Si une décision en accorde, le responsable de session l’enregistre avec sa référence (« Aménagement »).",
    ),
    "no_break_left": (
        "Toutes les pauses accordées à ce candidat sont prises.",
        "Si la décision en accorde davantage, le responsable de session corrige l’aménagement.",
    ),
    "break_not_here": (
        "La décision n’accorde pas de pause dans cette étape.",
        "Attendez l’étape qu’elle nomme, ou faites corriger l’aménagement par le responsable de session.",
    ),
    "already_on_break": ("Ce candidat est déjà en pause.", "Terminez d’abord cette pause."),
    "on_break": ("Vous êtes en pause : le sujet et vos textes sont fermés.", "Ils s’ouvrent à la fin de la pause."),
    "break_takes_nothing": (
        "Vous êtes en pause : rien ne s’écrit et rien ne se fait avant sa fin.",
        "Ce que vous aviez écrit est gardé ; s’il en restait à transmettre, cela part à la fin de la pause.",
    ),
    "evacuated_from_break": (
        "L’épreuve est suspendue et vous étiez en pause : rien ne s’écrit et rien ne se fait avant la reprise.",
        "Ce que vous aviez écrit est gardé ; s’il en restait à transmettre, cela part à la reprise.",
    ),
    "evacuated": (
        "Évacuation : le sujet et vos textes sont fermés jusqu’à la reprise.",
        "Quittez la salle et suivez les consignes. Ce que vous aviez écrit est gardé ; ce qui restait à transmettre "
        "part à la reprise.",
    ),
    "candidate_evacuated": ("Ce candidat a quitté la salle : évacuation.", "Attendez la reprise de l’épreuve."),
    "candidate_on_break": (
        "Ce candidat est en pause.",
        "Attendez la fin de sa pause ; qui surveille la salle peut la terminer plus tôt.",
    ),
    "not_on_break": ("Ce candidat n’est pas en pause.", "Rechargez la page."),
    "nothing_runs": (
        "Aucune étape de ce candidat n’est en cours : son temps ne court pas.",
        "Accordez la pause une fois l’étape ouverte.",
    ),
    "break_in_exchange": (
        "Un échange est en cours : la pause se prend entre deux échanges.",
        "Attendez la fin de l’échange, puis recommencez.",
    ),
    "candidate_gone": (
        "Ce candidat a abandonné : rien ne s’ouvre plus à son poste.",
        "Notez un incident si c’est une erreur.",
    ),
    "day_begun": (
        "La journée de ce candidat a commencé : il ne change plus de jour.",
        "Gardez son jour et corrigez le reste de sa fiche ; s’il est parti, notez-le sur l’écran de la journée.",
    ),
    "already_there": ("Ce candidat est déjà noté présent, absent ou parti.", "Rechargez la page."),
    "candidate_connected": (
        "Quelqu’un est connecté au poste de ce candidat : il n’est pas noté absent.",
        "Allez voir qui s’y trouve ; s’il faut le noter absent quand même, recommencez et confirmez.",
    ),
    "files_closed": (
        "Les fiches ne sont pas encore ouvertes.",
        "Elles s’ouvrent pendant votre préparation, une fois votre sujet tiré.",
    ),
    "papers_closed": (
        "Ces documents ne sont ouverts que pendant la préparation de l’entretien.",
        "Suivez les consignes du surveillant.",
    ),
    "interview_not_open": (
        "L’écoute de la séquence n’est pas encore ouverte.",
        "Le responsable de session l’ouvre depuis l’écran de la journée.",
    ),
    "interview_over": (
        "L’écoute de la séquence est terminée.",
        "Faites-la rouvrir depuis l’écran de la journée : un motif est demandé.",
    ),
    "heard_enough": (
        "La séquence a été écoutée autant de fois que la session le permet.",
        "Passez à la réaction du candidat.",
    ),
    "not_heard": ("La séquence n’a pas encore été écoutée.", "Lancez d’abord l’écoute."),
    "reaction_there": (
        "Une réaction à cette séquence est déjà enregistrée.",
        "Reprenez-la, ou passez aux questions.",
    ),
    "reaction_reason": ("Sans enregistrement, il faut un motif.", "Écrivez-le en quelques mots."),
    "reaction_unrecorded": ("Cette réaction n’est pas enregistrée.", "Passez aux questions."),
    "reaction_elsewhere": (
        "Cette réaction s’enregistre depuis une autre page.",
        "Rechargez cette page, puis reprenez l’enregistrement.",
    ),
    "unknown_item": ("Ce point n’est pas dans votre guide.", "Rechargez la page."),
    "practice_only": ("Le partage n’existe qu’en entraînement.", ""),
    "bad_offer": ("La connexion du son a échoué.", "Rechargez la page ; si cela persiste, prévenez le surveillant."),
    "no_sound_port": (
        "Le serveur n’a plus de port libre pour le son.",
        "Prévenez le service informatique : la plage webrtc_ports est trop petite.",
    ),
    "line_busy": ("La ligne est occupée.", "Attendez la fin de l’appel en cours."),
    "answer_on_phone": ("Cet appel sonne sur votre téléphone.", "Décrochez-le."),
    "phone_ringing": ("Votre téléphone sonne déjà pour cet appel.", "Décrochez-le : l’appel partira aussitôt."),
    "too_fast": ("Trop de messages à la fois.", "Patientez un instant."),
    "not_of_this_jury": ("Vous n’êtes pas du jury de ce candidat.", "Le responsable de session attribue les jurés."),
    "not_your_grid": (
        "Vous ne saisissez que votre propre grille, ou celle d’un juré de ce candidat si vous n’êtes pas du jury.",
        "Demandez au juré de la saisir, ou au responsable de session.",
    ),
    "not_all_submitted": (
        "La délibération s’ouvre quand tous les jurés de ce candidat ont rendu leur notation.",
        "Rendez la vôtre, ou attendez l’autre juré.",
    ),
    "deliberation_signed": (
        "La délibération est signée.",
        "Une correction se fait à visage découvert : « Corriger après signature », avec son motif.",
    ),
    "signed_by_jury": (
        "La délibération de ce candidat est signée : ce qui le concerne ne change plus.",
        "Le jury ouvre d’abord une correction après signature, avec son motif ; puis recommencez.",
    ),
    "jury_has_signed": (
        "Le jury de ce candidat a signé : en changer annule ses signatures.",
        "Écrivez le motif de ce changement ; il est imprimé au procès-verbal.",
    ),
    "still_produced": (
        "Le candidat joue ou écrit encore : rien ne se signe avant la fin.",
        "Attendez la fin de l’échange ou de l’épreuve écrite, ou faites-la terminer sur l’écran de la journée.",
    ),
    "reason_needed": (
        "Ce verdict n’est celui d’aucun juré : il lui faut un motif.",
        "Écrivez en une phrase ce qui le justifie.",
    ),
    "unknown_decision": ("Cet examen ne décide pas de cela.", "Rechargez la page."),
    "not_all_settled": (
        "Tout n’est pas encore tranché.",
        "La page dit ce qui manque : différences à trancher, décisions à prendre.",
    ),
    "page_changed": (
        "La page a changé depuis que vous l’avez lue.",
        "Relisez-la, puis signez.",
    ),
    "nothing_signed": ("Rien n’est signé : il n’y a rien à corriger.", "Modifiez directement la délibération."),
}


class Refused(Conflict):
    """`Refused("candidate_busy")`: the code picks the words."""

    def __init__(self, code: str) -> None:
        message, remedy = _WORDS[code]
        super().__init__(code, message, remedy)


class DecidedMeanwhile(Refused):
    """Another juror wrote here since this one last read: nobody's word takes the place of another's untold."""

    def __init__(self, by: str, what: str, words: str, reason: str) -> None:
        why = f", avec ce motif : « {reason} »" if reason else ""
        Conflict.__init__(
            self,
            "decided_meanwhile",
            f"{by} a retenu « {words} » pour {what} pendant que vous choisissiez{why}.",
            "Rien n’est remplacé : gardez ce choix, ou retenez le vôtre de nouveau après en avoir parlé.",
        )


class TakenBackMeanwhile(Refused):
    """What one wrote over is no more: another juror took it back."""

    def __init__(self, by: str, what: str) -> None:
        who = by or "L’autre juré"
        Conflict.__init__(
            self,
            "decided_meanwhile",
            f"{who} a retiré ce qui était retenu pour {what} pendant que vous choisissiez.",
            "Rien n’est rétabli : laissez à décider, ou choisissez de nouveau après en avoir parlé.",
        )


class TooLongABreak(Refused):
    """Longer than the decision grants."""

    def __init__(self, asked: int, most: int) -> None:
        Conflict.__init__(
            self,
            "too_long_a_break",
            f"{asked}\u00a0min dépassent la durée accordée\u00a0: {most}\u00a0min par pause.",
            "Réduisez la durée\u00a0; si la décision accorde davantage, corrigez l’aménagement.",
        )


class TooMuchExtraTime(Refused):
    """More than the session lets an accommodation grant to a phase."""

    def __init__(self, phase: PhaseId, minutes: int, asked: int, most: int, most_percent: int | None) -> None:
        Conflict.__init__(self, "too_much_extra_time", *too_much_in_words(phase, minutes, asked, most, most_percent))


def too_much_in_words(
    phase: PhaseId, minutes: int, asked: int, most: int, most_percent: int | None
) -> tuple[str, str]:
    """What is wrong, and what to do."""
    return (
        f"{asked} min de temps majoré dépassent le plafond : {most} min pour « {ACTIVITY[phase]} »"
        f" ({share_in_words(most_percent)} de {minutes} min).",
        "Réduisez le temps majoré ; si la décision en accorde davantage, relevez le plafond de la session.",
    )
