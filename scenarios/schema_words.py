"""pydantic's errors, said in French: what is wrong and what would be right."""

from typing import Any

from .models.base import FictivePhone

_PHONE_PATTERN = str(FictivePhone.__metadata__[0].pattern)  # pyright: ignore  Annotated hides its metadata's type


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
    if "date" in kind:
        return "impossible_date", f"{shown} n’est pas une date possible.", "Écrivez une date comme 2026-11-24."
    if kind in ("string_too_short", "too_short"):
        return (
            "too_short",
            "La valeur est vide ou trop courte.",
            f"Il en faut au moins {context.get('min_length', 1)}.",
        )
    if kind in ("string_too_long", "too_long"):
        return "too_long", "La valeur est trop longue.", f"Maximum : {context.get('max_length')}."
    if kind.startswith(("greater_than", "less_than")):
        bound = next((context[name] for name in ("ge", "gt", "le", "lt") if name in context), "?")
        side = "au moins" if kind.startswith("greater") else "au plus"
        return "out_of_range", f"{shown} est hors limites.", f"Il faut {side} {bound}."
    if kind.startswith("decimal"):
        return "bad_amount", f"{shown} n’est pas un montant.", "Écrivez un nombre avec deux décimales, comme 649.00."
    expected = {"string_type": "un texte", "int_type": "un nombre entier", "int_parsing": "un nombre entier",
                "bool_type": "true ou false", "bool_parsing": "true ou false", "tuple_type": "une liste",
                "list_type": "une liste", "dict_type": "un bloc de clés", "model_type": "un bloc de clés",
                "int_from_float": "un nombre entier"}.get(kind, "une autre valeur")  # fmt: skip
    return "bad_type", f"{shown} n’est pas du bon type.", f"Il faut {expected}."


def _shown(value: Any) -> str:
    text = str(value)
    return f"« {text[:60]}… »" if len(text) > 60 else f"« {text} »"


def _choices(context: dict[str, Any]) -> str:
    return str(context.get("expected", "")).replace(" or ", " ou ")


def _form(pattern: str) -> str:
    if pattern == _PHONE_PATTERN:
        return (
            "Utilisez un numéro réservé à la fiction : 01 99 00, 02 61 91, 03 53 01, 04 65 71, 05 36 49 "
            "ou 06 39 98, suivi de deux paires de chiffres."
        )
    if "example" in pattern:
        return "Utilisez un domaine qui finit par .example."
    if pattern.startswith("^CP"):
        return "Utilisez un identifiant du référentiel, comme CP3 ou CP3.6."
    if "A-Z" in pattern:
        return "Écrivez des capitales, un trait d’union et des chiffres, comme MV-48213."
    if r"\d{5}" in pattern:
        return "Écrivez cinq chiffres, entre guillemets si le code commence par 0."
    return "Écrivez des minuscules sans accent, des chiffres et des traits d’union."
