"""Formulas of a declaration: sums, products, prices and months. Numbers are exact; nothing else is run."""

import ast
import operator
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, DivisionByZero, InvalidOperation, localcontext
from typing import Any

from ..french_dates import months_later

CENT = Decimal("0.01")
LONGEST = 200

_SUMS: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_COMPARED: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
_DAY = re.compile(r"(?P<name>[a-z_]+)(?:\s*(?P<sign>[+-])\s*(?P<count>\d{1,3})\s*(?P<unit>day|month|year)s?)?")


class BadFormula(Exception):
    """It cannot be read, or names what is not there. In French."""


def amount(formula: str, values: Mapping[str, Decimal], price: Callable[[str], Decimal]) -> Decimal:
    """What it comes to, not rounded unless it says `cents(…)`. `price(name)` is asked of the caller.

    Raises BadFormula.
    """
    return _in_bounds(_Reader(values, price).number(_parsed(formula)))


def holds(condition: str, values: Mapping[str, Decimal | date]) -> bool:
    """Whether « a < b » is true, of amounts and numbers, or of days. Raises BadFormula."""
    tree = _parsed(condition)
    if not isinstance(tree, ast.Compare) or len(tree.ops) != 1 or type(tree.ops[0]) not in _COMPARED:
        raise BadFormula(f"« {condition} » n’est pas une comparaison.")
    sides = [_side(one, values) for one in (tree.left, *tree.comparators)]
    try:
        return _COMPARED[type(tree.ops[0])](*sides)
    except TypeError:
        raise BadFormula(f"« {condition} » compare une date à un nombre.") from None


def day(formula: str, values: Mapping[str, date]) -> date:
    """« premiere + 1 month ». Raises BadFormula."""
    found = _DAY.fullmatch(formula.strip())
    if found is None or found["name"] not in values:
        raise BadFormula(f"« {formula} » n’est pas comme « premiere + 1 month » ou « story + 8 days ».")
    start = values[found["name"]]
    if found["count"] is None:
        return start
    count = int(found["count"]) * (-1 if found["sign"] == "-" else 1)
    match found["unit"]:
        case "day":
            return start + timedelta(days=count)
        case "month":
            return months_later(start, count)
        case _:
            return months_later(start, 12 * count)


def _parsed(formula: str) -> ast.expr:
    if len(formula) > LONGEST:
        raise BadFormula("Cette formule est trop longue.")
    try:
        return ast.parse(formula, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise BadFormula(f"« {formula} » ne se lit pas.") from None


def _side(node: ast.expr, values: Mapping[str, Decimal | date]) -> Decimal | date:
    if isinstance(node, ast.Name) and isinstance(found := values.get(node.id), date):
        return found
    return _Reader({name: one for name, one in values.items() if isinstance(one, Decimal)}, None).number(node)


def _in_bounds(number: Decimal) -> Decimal:
    if not number.is_finite() or abs(number) > 10**9:
        raise BadFormula("Cette formule donne un nombre démesuré.")
    return number


class _Reader:
    def __init__(self, values: Mapping[str, Decimal], price: Callable[[str], Decimal] | None) -> None:
        self._values, self._price = values, price

    def number(self, node: ast.expr) -> Decimal:
        match node:
            case ast.Constant(value=int() | float() as written) if not isinstance(written, bool):
                return Decimal(str(written))
            case ast.Name(id=name) if name in self._values:
                return self._values[name]
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _SUMS:
                return self._sum(_SUMS[type(op)], self.number(left), self.number(right))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return -self.number(operand)
            case ast.Call(func=ast.Name(id="cents"), args=[inner], keywords=[]):
                return self.number(inner).quantize(CENT, ROUND_HALF_UP)
            case ast.Call(func=ast.Name(id="price"), args=[ast.Name(id=name)], keywords=[]) if self._price:
                return self._price(name)
            case ast.Name(id=name):
                raise BadFormula(f"« {name} » n’est pas déclaré.")
            case _:
                raise BadFormula(f"« {ast.unparse(node)[:60]} » n’est pas permis dans une formule.")

    @staticmethod
    def _sum(how: Callable[[Decimal, Decimal], Decimal], left: Decimal, right: Decimal) -> Decimal:
        try:
            with localcontext(prec=28):
                return _in_bounds(how(left, right))
        except (DivisionByZero, InvalidOperation):
            raise BadFormula("Cette formule divise par zéro.") from None
