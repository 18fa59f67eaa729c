"""Amounts of money in a cell: « 3 M€ », « 1 200 k€ », « 2,5 millions d’euros », « 30 000 EUR »."""

import re
from dataclasses import dataclass
from decimal import Decimal

from jalon.exchange.problems import Fault
from jalon.exchange.sheets import Value
from jalon.exchange.values import Read, plain, read_number, squeezed
from jalon.facts.problems import N_
from jalon.facts.series import Precision
from jalon.methods.numbers import NumberError, decimal_string
from jalon.methods.text import fold

_SCALES = {
    "": 1,
    "k": 1_000,
    "m": 1_000_000,
    "md": 1_000_000_000,
    "mrd": 1_000_000_000,
    "millier": 1_000,
    "mille": 1_000,
    "million": 1_000_000,
    "milliard": 1_000_000_000,
    "thousand": 1_000,
    "billion": 1_000_000_000,
}
_CURRENCIES = {
    "€": "EUR", "euro": "EUR", "eur": "EUR", "$": "USD", "usd": "USD", "dollar": "USD",
    "£": "GBP", "gbp": "GBP", "chf": "CHF",
}  # fmt: skip
_TAX = re.compile(r" ?\(?(ht|ttc|hors taxes?|toutes taxes comprises)\)?$")
_AMOUNT = re.compile(
    r"(?P<number>[^0-9]*[0-9][0-9 .,']*?) ?(?P<scale>k|md|mrd|m|milliers?|mille|millions?|milliards?|thousands?|billions?)?"
    r" ?(?:d'|de )?(?P<currency>€|euros?|eur|\$|usd|dollars?|£|gbp|chf)?"
)
_LEADING = re.compile(r"(?P<currency>€|eur|\$|usd|£|gbp|chf) ?(?P<rest>.*)")
_EXPECTED = N_("Un montant est attendu.")
_REMEDY = N_("Écrivez un seul montant (30000, « 30 000 € », « 3 M€ »), ou « n.c. » s’il n’est pas connu.")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount as decimal string; `currency` None: not said in the cell. `printed`: the cell's words, `tax` « HT »."""

    amount: str
    currency: str | None = None
    precision: Precision = Precision.EXACT
    printed: str = ""
    tax: str = ""


def read_money(value: Value) -> Read[Money]:
    """One amount. A range, a rate (« par an ») and two amounts in a cell are faults: they are not to be guessed."""
    number = read_number(value)
    if number.value is not None and not number.value.percent:
        return Read(Money(number.value.value, None, number.value.precision, plain(value)))
    if number.missing or number.empty or not isinstance(value, str):
        return Read(missing=number.missing, fault=number.fault)
    return _amount_in(plain(value))


def _amount_in(printed: str) -> Read[Money]:
    text = squeezed(fold(printed))
    tax = _TAX.search(text)
    text = text[: tax.start()] if tax else text
    leading = _LEADING.fullmatch(text)
    text = leading["rest"] if leading else text
    found = _AMOUNT.fullmatch(text)
    number = read_number(found["number"]) if found else None
    if found is None or number is None or number.value is None:
        ambiguous = number.fault if number and number.fault and number.fault.params else None
        return Read(fault=ambiguous or Fault(_EXPECTED, _REMEDY))
    return _scaled(
        found,
        number.value.value,
        number.value.precision,
        printed,
        leading["currency"] if leading else "",
        tax[1] if tax else "",
    )


def _scaled(
    found: re.Match[str], digits: str, precision: Precision, printed: str, leading: str, tax: str
) -> Read[Money]:
    scale = found["scale"] or ""
    word = (found["currency"] or leading or "").removesuffix("s") or ""
    amount = Decimal(digits) * _SCALES[scale if scale in _SCALES else scale.removesuffix("s")]
    try:
        spelled = decimal_string(format(amount, "f"))
    except NumberError:
        return Read(fault=Fault(_EXPECTED, _REMEDY))
    return Read(Money(spelled, _CURRENCIES.get(word), precision, printed, tax.upper()))
