"""How far two jurors agreed before they deliberated, in French. It speaks of the jurors, never of the candidate."""

from exams.agreement import Agreement

LOW_AMONG_ALIKE = (
    "Presque tous les avis sont les mêmes : le hasard seul donnerait presque autant d’accord, et quelques écarts "
    "suffisent à faire tomber le kappa. Ce n’est pas un désaccord."
)
LOW_BESIDE_SHARE = (
    "Le kappa est peu parlant quand les avis se répartissent mal entre les verdicts : à lui seul, il ne dit pas ici "
    "un désaccord."
)
OF_THE_JURORS = "Ce chiffre parle des jurés, pas du candidat."


def same_verdicts(found: Agreement) -> str:
    """« 1 avis identique sur 2 »."""
    return f"{found.same} avis identique{'s' if found.same > 1 else ''} sur {found.compared}"


def kappa_figure(kappa: float) -> str:
    """« 0,62 », « −0,05 »: a comma, a true minus, no « −0,00 »."""
    return f"{round(kappa, 2) + 0.0:.2f}".replace("-", "\u2212").replace(".", ",")


def caution(found: Agreement, of_whom: str = "") -> str:
    """What the figures are worth. `of_whom`: « un seul candidat » on a page that says so."""
    said: list[str] = []
    if found.is_few:
        said.append(f"Prudence : {of_whom + ', ' if of_whom else ''}peu d’avis comparés.")
    if found.is_low_among_alike:
        said.append(LOW_AMONG_ALIKE)
    elif found.is_low_beside_share:
        said.append(LOW_BESIDE_SHARE)
    return " ".join([*said, OF_THE_JURORS])
