"""Open questions for the interviews, one for each criterion, and the lines of the final interview. Words only.

They ask how and why, never whether: none can be answered by yes, and none lets the juror's opinion be heard. The
final interview's lines are those of the référentiel (RE TP-00483, « Entretien final »): understanding of the trade,
whatever its context, professional culture, and what the candidate says of their dossier professionnel.
"""

from collections.abc import Mapping
from dataclasses import dataclass

_SPELLING = "Comment relisez-vous un écrit avant de l’envoyer au client ?"
_TONE = "Comment adaptez-vous votre ton selon le canal et l’état d’esprit du client ?"
_DATABASE = "Qu’enregistrez-vous dans la base de données après l’échange, et à qui cela sert-il ?"
_DIAGNOSIS = "Sur quels éléments vous êtes-vous appuyé pour établir votre diagnostic ?"

QUESTIONS: Mapping[str, str] = {
    "CP1.1": "Comment avez-vous su ce que l’interlocuteur demandait ?",
    "CP1.2": "Quelles questions posez-vous pour découvrir un besoin qui n’est pas exprimé ?",
    "CP1.3": "Comment vous assurez-vous qu’une réponse est exacte avant de la donner ?",
    "CP1.4": "Que renseignez-vous dans le fichier après l’échange, et pour quoi faire ?",
    "CP1.5": "Comment gérez-vous votre temps quand l’échange s’allonge ?",
    "CP1.6": _SPELLING,
    "CP1.7": _TONE,
    "CP2.1": "Comment reformulez-vous une demande avant d’y répondre ?",
    "CP2.2": _DIAGNOSIS,
    "CP2.3": "Quelle procédure de l’entreprise s’appliquait ici, et comment l’avez-vous suivie ?",
    "CP2.4": "Pourquoi avoir choisi cette solution, et quelles autres étaient possibles ?",
    "CP2.5": "Comment présentez-vous une solution pour que le client en voie l’intérêt ?",
    "CP2.6": "De quelle façon vérifiez-vous que le client a compris ?",
    "CP2.7": _DATABASE,
    "CP2.8": _SPELLING,
    "CP2.9": _TONE,
    "CP3.1": "Que faites-vous quand un client hausse le ton, et dans quel ordre ?",
    "CP3.2": _DIAGNOSIS,
    "CP3.3": "Qu’est-ce qui, selon vous, comptait le plus pour ce client ?",
    "CP3.4": "Jusqu’où pouviez-vous aller pour l’entreprise, et pourquoi ?",
    "CP3.5": "Comment amenez-vous un client mécontent à entendre votre proposition ?",
    "CP3.6": "Que faites-vous quand le client refuse votre première proposition ?",
    "CP3.7": "Que doit contenir l’écrit qui suit un accord, et pourquoi ?",
    "CP3.8": _SPELLING,
    "CP3.9": _TONE,
    "CP4.1": "Comment vous assurez-vous de parler à la bonne personne ?",
    "CP4.2": "Racontez une objection que vous avez rencontrée : comment y avez-vous répondu ?",
    "CP4.3": "Comment découvrez-vous le projet d’un prospect qui n’a rien demandé ?",
    "CP4.4": "Comment amenez-vous la proposition d’un rendez-vous ?",
    "CP4.5": "Quelles informations rendent un rendez-vous utile à celui qui s’y rendra ?",
    "CP4.6": "Que notez-vous d’un appel sans suite, et pour qui ?",
    "CP5.1": "Quelles obligations s’appliquent à une vente à distance, et comment les présentez-vous ?",
    "CP5.2": "Comment reconnaissez-vous ce qui motive un client ?",
    "CP5.3": "Comment choisissez-vous les avantages que vous mettez en avant ?",
    "CP5.4": "Qu’est-ce qui vous a conduit à conseiller ce produit ou ce service ?",
    "CP5.5": "Quand et comment sollicitez-vous l’avis du client ?",
    "CP5.6": _DATABASE,
    "CP5.7": _SPELLING,
    "CP5.8": _TONE,
    "CP6.1": "Que cherchez-vous dans l’historique du dossier avant de répondre ?",
    "CP6.2": "Comment faites-vous dire à un client pourquoi il veut résilier ?",
    "CP6.3": "Comment construisez-vous une offre pour un client qui veut partir ?",
    "CP6.4": "Que coûte votre offre à l’entreprise, et que lui rapporte-t-elle ?",
    "CP6.5": "Que contient l’écrit qui confirme une offre de rétention ?",
    "CP6.6": _SPELLING,
    "CP6.7": _TONE,
    "CP7.1": "Quelles informations du dossier regardez-vous avant d’appeler un débiteur ?",
    "CP7.2": "Comment amenez-vous un débiteur à dire pourquoi il n’a pas payé ?",
    "CP7.3": "Comment conciliez-vous les moyens du débiteur et les procédures de l’entreprise ?",
    "CP7.4": "Comment obtenez-vous un engagement de paiement qui sera tenu ?",
    "CP7.5": "Que doit contenir l’écrit qui suit un accord de paiement ?",
    "CP7.6": _SPELLING,
    "CP7.7": _TONE,
}
"""By criterion of the référentiel."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a guide that no criterion carries. `id` names it in facts."""

    id: str
    title: str
    question: str


DIFFICULT: tuple[Line, ...] = (
    Line("heard", "Ce que le client a dit", "Qu’avez-vous entendu dans les propos de ce client ?"),
    Line("choice", "La réponse donnée", "Qu’avez-vous voulu obtenir par votre réponse, et pourquoi ainsi ?"),
    Line("otherwise", "Une autre réponse", "Si vous deviez reprendre cet appel, par quoi commenceriez-vous ?"),
    Line("habits", "Les situations difficiles", "Comment faites-vous d’habitude face à une situation difficile ?"),
    Line("limits", "Les limites", "Quand et comment passez-vous la main à un responsable ?"),
)
"""After the recorded sequence: « sa façon de gérer des situations difficiles » (RE)."""

FINAL_FILE: tuple[Line, ...] = (
    Line("file-choice", "Le choix des exemples", "Pourquoi avoir choisi ces exemples dans votre dossier ?"),
    Line("file-part", "Votre part", "Dans cet exemple, qu’avez-vous fait vous-même, et avec qui ?"),
    Line("file-means", "Les moyens", "De quels outils et de quelles consignes disposiez-vous ?"),
    Line("file-learnt", "Ce que vous en retenez", "Que feriez-vous autrement aujourd’hui ?"),
)
"""« Y compris le temps d’échange avec le candidat sur le dossier professionnel »."""

FINAL_JOB: tuple[Line, ...] = (
    Line("job-day", "Le métier", "Comment décririez-vous le métier à quelqu’un qui ne le connaît pas ?"),
    Line("job-contexts", "Les contextes", "Qu’est-ce qui change d’un service client à une plateforme d’appels ?"),
    Line("job-indicators", "Les indicateurs", "Quels indicateurs suit-on dans ce métier, et à quoi servent-ils ?"),
    Line("job-rules", "Le cadre", "Quelles règles encadrent les données des clients et le démarchage ?"),
    Line("job-team", "L’équipe", "Avec qui travaille un conseiller, et qu’attend-on de lui dans l’équipe ?"),
    Line("job-changes", "L’évolution", "Comment voyez-vous ce métier évoluer, et vous dans ce métier ?"),
)
"""« La compréhension et la vision globale du métier… la culture professionnelle »."""
