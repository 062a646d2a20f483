"""Families of criteria: those that ask the same thing of an exchange, whatever the competence, are decided alike."""

FAMILIES: dict[str, tuple[str, ...]] = {
    "agreement": ("CP3.6", "CP7.4"),
    "appeasing": ("CP3.1",),
    "benefit": ("CP2.5", "CP3.5", "CP5.3"),
    "check": ("CP2.6",),
    "delay": ("CP1.5",),
    "diagnosis": ("CP2.2", "CP3.2"),
    "discovery": ("CP1.2", "CP4.3", "CP5.2"),
    "file": ("CP1.4", "CP2.7", "CP4.6", "CP5.6"),
    "history": ("CP6.1", "CP7.1"),
    "legal": ("CP5.1",),
    "limits": ("CP3.4", "CP6.4"),
    "meeting": ("CP4.4", "CP4.5"),
    "motive": ("CP6.2", "CP7.2"),
    "objection": ("CP4.2",),
    "opinion": ("CP5.5",),
    "procedure": ("CP2.3",),
    "solution": ("CP1.3", "CP2.4", "CP3.3", "CP5.4", "CP6.3", "CP7.3"),
    "spelling": ("CP1.6", "CP2.8", "CP3.8", "CP5.7", "CP6.6", "CP7.6"),
    "target": ("CP4.1",),
    "tone": ("CP1.7", "CP2.9", "CP3.9", "CP5.8", "CP6.7", "CP7.7"),
    "understanding": ("CP1.1", "CP2.1"),
    "written": ("CP3.7", "CP6.5", "CP7.5"),
}
"""22 families over the 53 criteria of the référentiel."""

FAMILY_OF: dict[str, str] = {criterion: family for family, criteria in FAMILIES.items() for criterion in criteria}

IN_FRENCH: dict[str, str] = {
    "agreement": "accord obtenu",
    "appeasing": "apaisement",
    "benefit": "mise en valeur",
    "check": "compréhension vérifiée",
    "delay": "délai",
    "diagnosis": "diagnostic",
    "discovery": "découverte des besoins",
    "file": "fichier qualifié",
    "history": "dossier analysé",
    "legal": "vente à distance",
    "limits": "intérêts de l’entreprise",
    "meeting": "rendez-vous",
    "motive": "motif identifié",
    "objection": "objections",
    "opinion": "avis du client",
    "procedure": "procédures",
    "solution": "réponse et solution",
    "spelling": "orthographe et syntaxe",
    "target": "interlocuteur cible",
    "tone": "ton",
    "understanding": "demande comprise",
    "written": "écrit conforme à l’accord",
}
"""As jurors read them."""

DECIDED_BY_RULES = frozenset({"delay", "file", "spelling"})
"""Measured or compared field by field: nothing to learn from what was said."""
