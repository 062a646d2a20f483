"""What the network says, in words for a person."""

from telephony.sip import Cause, RegistrationState, SipLogin, Standing

from .faults import french


def standing_trouble(standing: Standing, login: SipLogin) -> str:
    """Why the telephone is not registered and what to do; "" when all is well or nothing is known yet."""
    if standing.state in (RegistrationState.REGISTERED, RegistrationState.REGISTERING, RegistrationState.CLOSED):
        return ""
    place = f"{login.registrar}, port {login.port} ({login.transport})"
    match standing.cause:
        case Cause.PASSWORD:
            text = "Le mot de passe du téléphone est refusé. Demandez un nouveau code sur la page de votre poste."
        case Cause.ACCOUNT | Cause.FORBIDDEN:
            text = f"Le serveur refuse ce compte ({standing.status}). La séance est peut-être close."
        case Cause.REALM:
            text = "Le serveur demande une identification que ce compte ne donne pas. Vérifiez l’adresse."
        case Cause.NAME:
            text = f"Le nom « {login.registrar} » est inconnu du réseau. Vérifiez l’adresse."
        case Cause.CONNECTION:
            text = f"Personne ne répond sur {place}. Le serveur est arrêté, ou un pare-feu bloque ce port."
        case Cause.OUT_OF_ORDER:
            text = f"Le serveur est en panne ({standing.status}). Nouvel essai dans un instant."
        case _:
            other = "TCP" if login.transport == "UDP" else "UDP"
            text = (
                f"Pas de réponse de {place} : port bloqué ou serveur arrêté. "
                f"Essayez --transport {other.lower()}, ou faites ouvrir ce port."
            )
    return french(text)


def why_not_answered(status: int) -> str:
    """A final answer to our call that is not yes."""
    match status:
        case 486 | 600:
            return "Occupé."
        case 603:
            return "Appel refusé."
        case 480 | 408:
            return "Pas de réponse."
        case 404 | 484 | 604:
            return "Ce numéro n’existe pas."
        case 403:
            return "Cet appel n’est pas permis pour le moment."
        case 488 | 606:
            return "L’autre téléphone ne parle aucun codec commun."
        case 487:
            return "Appel abandonné."
        case 503:
            return "Le serveur ne peut pas passer l’appel maintenant."
        case _:
            return f"L’appel n’a pas abouti ({status})."
