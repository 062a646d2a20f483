"""pydantic's errors, said in French: what is wrong and what would be right."""

from typing import Any

from .models.base import FictivePhone

_PHONE_PATTERN = str(FictivePhone.__metadata__[0].pattern)  # pyright: ignore  Annotated hides its metadata's type

FICTIVE_RANGES = (
    "Utilisez un numéro réservé à la fiction : 01 99 00, 02 61 91, 03 53 01, 04 65 71, 05 36 49 "
    "ou 06 39 98, suivi de deux paires de chiffres."
)


def is_echo(error: dict[str, Any]) -> bool:
    """pydantic calls a list too short when one of its items is wrong: the item's own fault is enough."""
    given = error.get("input")
    return error["type"] == "too_short" and isinstance(given, list) and len(given) >= error["ctx"]["min_length"]


def in_french(error: dict[str, Any]) -> tuple[str, str, str]:
    """`(code, problem, remedy)` of one entry of `ValidationError.errors()`."""
    kind, context = str(error["type"]), error.get("ctx") or {}
    key = str(error["loc"][-1]) if error["loc"] else ""
    shown = _shown(error.get("input"))
    if kind == "missing":
        return "missing", f"Il manque « {key} ».", f"Ajoutez « {key} »."
    if kind == "extra_forbidden":
        return "unknown_key", f"La clé « {key} » est inconnue ici.", "Supprimez-la ou corrigez son nom."
    if kind in ("literal_error", "enum"):
        return "bad_value", f"{shown} n’est pas permis.", f"Valeurs permises : {_choices(context)}."
    if kind == "string_pattern_mismatch":
        return "bad_form", f"{shown} n’a pas la forme attendue.", _form(str(context.get("pattern", "")))
    if kind == "timezone_naive":
        return (
            "bad_form",
            f"{shown} n’est pas une date et une heure sans fuseau.",
            "Écrivez-les comme 2026-11-24 10:30, sans Z ni décalage.",
        )
    if "date" in kind:
        return "impossible_date", f"{shown} n’est pas une date possible.", "Écrivez une date comme 2026-11-24."
    if kind in ("string_too_short", "too_short"):
        fewest = context.get("min_length", 1)
        if kind == "string_too_short":
            return "too_short", "Ce texte est vide.", "Écrivez-le, ou supprimez la clé si elle est facultative."
        return "too_short", "La liste est trop courte.", f"Il en faut au moins {fewest}."
    if kind in ("string_too_long", "too_long"):
        unit = "caractères" if kind.startswith("string") else "éléments"
        return "too_long", "La valeur est trop longue.", f"Maximum : {context.get('max_length')} {unit}."
    if kind.startswith(("greater_than", "less_than")):
        bound = next((context[name] for name in ("ge", "gt", "le", "lt") if name in context), "?")
        side = "au moins" if kind.startswith("greater") else "au plus"
        return "out_of_range", f"{shown} est hors limites.", f"Il faut {side} {bound}."
    if kind.startswith("decimal") or kind == "finite_number":
        return "bad_amount", f"{shown} n’est pas un montant.", "Écrivez un nombre avec deux décimales, comme 649.00."
    if kind == "string_type" and isinstance(error.get("input"), int | float):
        return "bad_type", f"{shown} est lu comme un nombre ou un oui/non.", "Mettez la valeur entre guillemets."
    expected = {"string_type": "un texte", "int_type": "un nombre entier", "int_parsing": "un nombre entier",
                "bool_type": "true ou false", "bool_parsing": "true ou false", "tuple_type": "une liste",
                "list_type": "une liste", "dict_type": "un bloc de clés", "model_type": "un bloc de clés",
                "int_from_float": "un nombre entier"}.get(kind, "une autre valeur")  # fmt: skip
    return "bad_type", f"{shown} n’est pas du bon type.", f"Il faut {expected}."


def _shown(value: Any) -> str:
    if value is None:
        return "Une valeur vide"
    if isinstance(value, dict):
        return "Un bloc de clés"
    if isinstance(value, list):
        return "Une liste"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"« {text[:60]}… »" if len(text) > 60 else f"« {text} »"


def _choices(context: dict[str, Any]) -> str:
    return str(context.get("expected", "")).replace(" or ", " ou ")


def _form(pattern: str) -> str:
    if pattern == _PHONE_PATTERN:
        return FICTIVE_RANGES
    if "example" in pattern:
        return "Utilisez un domaine qui finit par .example."
    if pattern.startswith("^CP"):
        return "Utilisez un identifiant du référentiel, comme CP3 ou CP3.6."
    if "/" in pattern:
        return "Écrivez un chemin dans le dossier du scénario, comme audio/leroux-calme.opus."
    if "A-Z" in pattern:
        return "Écrivez des capitales, un trait d’union et des chiffres, comme MV-48213."
    if r"\d{5}" in pattern:
        return "Écrivez cinq chiffres, entre guillemets si le code commence par 0."
    return "Écrivez des minuscules sans accent, des chiffres et des traits d’union."
