"""What a new item of the studio begins with: enough to be played at once, all of it to be reworded. Pure."""

import re
import unicodedata
from datetime import date

from simulator.studio.items import COMPANY, Content, Item, exchange_id
from simulator.typography import french_spaces

FIRST_SUBJECT = "exercices"


def slug_of(text: str, longest: int = 40) -> str:
    """« Énergie d’Aubrac » as `energie-d-aubrac`; empty where no letter is left."""
    whole = text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("Æ", "AE").replace("’", "'")
    plain = unicodedata.normalize("NFKD", whole).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:longest].strip("-")


def first_exchange() -> Content:
    return {
        "minutes": 8,
        "competences": [],
        "candidate": {"channel": "phone", "direction": "inbound", "label": "Appel entrant"},
        "jury": {},
    }


def first_subject(exchange: str) -> list[Item]:
    """A practice subject with one exchange to write."""
    subject: Content = {
        "title": "Nos exercices",
        "exam_format": None,
        "summary": "Des échanges écrits au centre, pour s’entraîner.",
    }
    return [
        Item("subject", FIRST_SUBJECT, subject),
        Item("exchange", exchange_id(FIRST_SUBJECT, exchange), first_exchange(), FIRST_SUBJECT),
    ]


def a_company(name: str, day: date) -> Item:
    """A company from nothing: plausible everywhere, so that a first exchange is played before all is written."""
    domain = f"{slug_of(name) or 'entreprise'}.example"
    content: Content = {
        "name": name,
        "tagline": "À compléter : ce que l’entreprise fait, en une phrase.",
        "activity": "À compléter : ce qu’elle vend ou rend comme service, à qui, où.",
        "history": "À compléter.",
        "organisation": [
            {"id": "service-client", "name": "Service client", "role": "Répond aux clients."},
            {"id": "responsable", "name": "Responsable d’équipe", "role": "Décide de ce qui dépasse un conseiller."},
        ],
        "customers_served": "À compléter.",
        "tone": "Vouvoiement, phrases courtes, mots du client.",
        "phone": "01 99 00 10 00",
        "email": f"contact@{domain}",
        "website": domain,
        "mailing_address": {"lines": ["1 place du Marché"], "postcode": "75000", "city": "Paris"},
        "signature": f"{name}, service client",
        "story_date": day.isoformat(),
        "commercial_limits": [
            {
                "id": "geste",
                "reason": "Geste commercial",
                "maximum": "20 €",
                "beyond": "Demander l’accord du responsable d’équipe.",
            }
        ],
        "scripts": [
            {
                "id": "accueil",
                "moment": "Accueil",
                "channel": "both",
                "text": f"{name}, bonjour, je vous écoute.",
            },
            {
                "id": "conge",
                "moment": "Prise de congé",
                "channel": "both",
                "text": "Merci, bonne journée.",
            },
        ],
        "qualification": {
            "motifs": _choices(
                "Demande d’information", "Commande", "Livraison", "Facturation", "Réclamation", "Autre"
            ),
            "statuts": _choices("Résolu", "En cours", "Transmis"),
            "suites": _choices("Aucune", "Rappeler le client", "Envoyer un écrit", "Transmettre au responsable"),
        },
    }
    return Item("company", COMPANY, _typeset(content))


def a_customer(number: int, day: date) -> Content:
    """The next customer: their number and telephone are nobody else's in most packs; the checker says if they are."""
    return {
        "number": f"CL-{10000 + number}",
        "title": "Mme",
        "phone": f"06 39 98 {number // 100 % 100:02} {number % 100:02}",
        "address": {"lines": ["12 rue des Lilas"], "postcode": "37000", "city": "Tours"},
        "customer_since": day.replace(year=day.year - 2, day=min(day.day, 28)).isoformat(),
        "segment": "Particulier",
    }


def _choices(*labels: str) -> list[Content]:
    return [{"id": slug_of(one), "label": one} for one in labels]


def _typeset(value: Content) -> Content:
    return {key: french_spaces(one) if isinstance(one, str) else one for key, one in value.items()}
