"""What an erasure is called, in the proof that stays of it."""

EXAM_FILE = "dossier d’examen"
SOUND_IN_ARCHIVE = "son de l’archive {}…, remplacée par l’archive {}…"


def sound_words(recordings: int) -> str:
    return "1 enregistrement et ses paroles" if recordings == 1 else f"{recordings} enregistrements et leurs paroles"


def sound_rule(days: int) -> str:
    return f"conservation des enregistrements : {days} jours"


def file_rule(days: int) -> str:
    return f"conservation du dossier d’examen : {days} jours après la dernière signature"
