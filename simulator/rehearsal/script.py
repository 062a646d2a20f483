"""What the people of a rehearsal write and say."""

from typing import Any

SUMMARY = (
    "Le client nous écrit au sujet de sa commande ; il a déjà appelé deux fois sans obtenir de réponse.",
    "Il demande une solution rapide et un interlocuteur unique.",
)
STAKES = (
    "Pour le client : retrouver l’usage de son achat et sa confiance.",
    "Pour l’entreprise : garder un client fidèle et son image.",
)
LETTER = (
    "Monsieur,",
    "Nous vous présentons nos excuses pour la gêne que vous avez rencontrée.",
    "Votre dossier est pris en charge dès aujourd’hui ; nous vous rappellerons sous quarante-huit heures.",
    "Nous vous prions d’agréer, Monsieur, nos salutations distinguées.",
)
PRODUCTIONS = {"case_summary": SUMMARY, "stakes": STAKES, "reply_letter": LETTER}

PREPARED = "Vérifier l’identité, reformuler la demande, proposer une suite datée."

CHAT = (
    ("customer", "Bonjour, j’attends toujours une réponse au sujet de ma commande."),
    ("adviser", "Bonjour, je vous remercie de votre message. Je consulte votre dossier tout de suite."),
    ("customer", "D’accord, merci."),
    ("adviser", "Votre demande est enregistrée ; vous recevrez la réponse par courriel demain avant midi."),
)

CONFIRMATION_SUBJECT = "Suite à notre échange"
CONFIRMATION = "Bonjour,\n\nJe vous confirme ce dont nous sommes convenus au téléphone.\n\nCordialement"

CORRECTED = "Enjeux bien vus, le courrier propose une suite datée."
MARKED = "Reformule la demande avant de répondre."
ANSWERED = "Le candidat explique comment il apaise un client en colère."
AGREED = "Réécouté ensemble : l’essentiel y est."
ALARM = "Alerte incendie : évacuation de la salle."
ALARM_OVER = "Fin de l’alerte, candidats de retour à leur poste."
LEFT = "A quitté la salle avant l’entretien technique."
NOT_SEEN = "Épreuve interrompue par le départ du candidat."
WORD = "trente-sept"
"""What the candidate says at each draw."""


def document(paragraphs: tuple[str, ...]) -> dict[str, Any]:
    """As the editor sends it."""
    return {
        "type": "doc",
        "content": [{"type": "paragraph", "content": [{"type": "text", "text": one}]} for one in paragraphs],
    }
