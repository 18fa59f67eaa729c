"""Amounts of money in a cell: « 3 M€ », « 1 200 k€ », « 2,5 millions d’euros », « 30 000 EUR »."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

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
_WRITTEN = (
    "MDL|RON|BGN|HUF|CZK|PLN|SEK|NOK|DKK|ISK|ALL|BAM|MKD|RSD|TRY|UAH|GEL|AMD|AZN|MAD|TND|DZD|XOF|XAF|CAD|AUD|JPY|CNY|BRL|COP|MXN|CDF"
    "|GNF|MGA"
)
_SIGN = rf"(?:€|\$|£|(?:eur(?:os?)?|usd|chf|gbp|{_WRITTEN.lower()})(?![a-z]))"
_UNITS = (
    (1_000, re.compile(rf"\bk ?{_SIGN}|(?:€|\$|£) ?k\b|\bt ?€|\bmilliers?\b|\bmille\b|\bthousands?\b|['’]000s?\b|(?:€|\$|£|eur|usd) ?000s?\b")),
    (1_000_000, re.compile(rf"\bm ?{_SIGN}|(?:€|\$|£) ?m\b|\bmio\b|\bmln\b|\bmillions?\b")),
    (1_000_000_000, re.compile(rf"\b(?:md|mrd) ?{_SIGN}|\bmilliards?\b|\bbillions?\b|(?:€|\$|£) ?bn\b")),
)  # fmt: skip
_OTHER_MONEY = re.compile(
    r"\b(?:lei|leu|leva|kuna|dinars?|dirhams?|francs?|fcfa|cfa|roubles?|rubles?|pesos?|hryvnias?|laris?|drams?|lekes?|couronnes?|kr|zlotys?|forints?|kc|denars?|tenge|soms?|liras?|pounds?|yens?|yuans?|rupees?)\b"
)
UNKNOWN = "?"
"""The currency of a column that names one which several countries have, or that no code tells."""
_CODES = re.compile(r"€|\$|£|\b(?:euros?|eur|usd|dollars?|gbp|chf)\b")
_CODES_AS_WRITTEN = re.compile(rf"(?:\b|(?<=\bk)|(?<=\bM))(?:{_WRITTEN})\b")
OPTIONS = {"k": 1_000, "M": 1_000_000, "Md": 1_000_000_000, "1": 1}
"""The unit of amounts as a profile says it."""
_TAX = re.compile(r" ?\(?(ht|ttc|hors taxes?|toutes taxes comprises)\)?$")
_AMOUNT = re.compile(
    r"(?P<number>[^0-9]*[0-9][0-9 .,']*?) ?(?P<scale>k|md|mrd|m|milliers?|mille|millions?|milliards?|thousands?|billions?)?"
    r" ?(?:d'|de )?(?P<currency>€|euros?|eur|\$|usd|dollars?|£|gbp|chf)?"
)
_LEADING = re.compile(r"(?P<currency>€|eur|\$|usd|£|gbp|chf) ?(?P<rest>.*)")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_EXPECTED = N_("Un montant est attendu.")
_REMEDY = N_("Écrivez un seul montant (30000, « 30 000 € », « 3 M€ »), ou « n.c. » s’il n’est pas connu.")

_TWO_UNITS = N_(
    "« {text} » dit sa monnaie sous un titre en milliers, millions ou milliards : son unité se lit de deux façons."
)
_ONE_UNIT = N_(
    "Écrivez le nombre seul, ou avec son unité (« 30 k€ »), ou dites l’unité dans le profil (option « unit »)."
)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount as decimal string; `currency` None: not said in the cell. `printed`: the cell's words, `tax` « HT »."""

    amount: str
    currency: str | None = None
    precision: Precision = Precision.EXACT
    printed: str = ""
    tax: str = ""
    scaled: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """What the title of a column says of its amounts: « Budget (k€) » is 1,000 and EUR; `money`: it names a unit of money."""

    factor: int = 1
    currency: str = ""
    money: bool = False


@lru_cache(maxsize=2_000)
def unit_of(words: str) -> Unit:
    """The unit that a title names, if any. Codes of three capitals are read as they are written: « ALL » is one."""
    folded = fold(words)
    scale = next((factor for factor, known in _UNITS if known.search(folded)), 0)
    sign, code = _CODES.search(folded), _CODES_AS_WRITTEN.search(words)
    currency = code[0] if code else _CURRENCIES.get(sign[0].removesuffix("s"), "") if sign else ""
    glued = re.search(r"\b(?:k|m|md|mrd)(€|eur|usd|chf|gbp|\$|£)", folded)
    currency = currency or (_CURRENCIES[glued[1]] if glued else UNKNOWN if _OTHER_MONEY.search(folded) else "")
    return Unit(scale or 1, currency, bool(currency or scale))


@lru_cache(maxsize=10_000, typed=True)  # a table repeats its amounts
def read_money(
    value: Value, unit: int = 1, decimal: str = "", lang: str = "fr", *, stated: bool = False
) -> Read[Money]:
    """One amount, in units of `unit` unless the cell says its own (« 3 M€ »).

    « 30 000 € » under a title in thousands is refused: the cell may be in euros. `stated`: somebody said that it is not.

    `decimal` is the sign before decimals in this table, « , » or « . ». Without it « 50,000 » is refused in a French table,
    as « 50.000 » is in any. A range, a rate (« par an ») and two amounts in a cell are faults: they are not to be guessed.
    """
    printed = plain(value)
    said, code = (
        _coded(_unseparated(printed, decimal or ("." if lang == "en" else "")))
        if isinstance(value, str)
        else (value, None)
    )
    number = read_number(said)
    if number.value is not None and not number.value.percent:
        if unit == 1 and isinstance(said, str) and _THOUSANDS.fullmatch(squeezed(said)) and decimal != ",":
            return Read(fault=_ambiguous(printed))
        return _multiplied(Money(number.value.value, code, number.value.precision, printed), unit, stated)
    if number.missing or number.empty or not isinstance(said, str):
        return Read(missing=number.missing, fault=number.fault)
    read = _amount_in(said, decimal)
    if read.value is None:
        return read
    money = replace(read.value, printed=printed, currency=read.value.currency or code)
    return Read(money) if money.scaled else _multiplied(money, unit, stated)


def _coded(text: str) -> tuple[str, str | None]:
    """The text without the code of a currency (« 100 000 MDL »), and the code."""
    found = _CODES_AS_WRITTEN.search(text)
    return (text, None) if found is None else ((text[: found.start()] + text[found.end() :]).strip(), found[0])


def _ambiguous(text: str) -> Fault:
    expected = N_("« {text} » peut se lire de deux façons : avec un séparateur de milliers, ou avec des décimales.")
    remedy = N_("Écrivez 50000 ou 50, ou dites dans le profil quel signe précède les décimales.")
    return Fault(expected, remedy, (("text", text),))


def _unseparated(text: str, decimal: str) -> str:
    """The text without the signs that part thousands, as far as the decimal sign of the table tells."""
    if decimal == ".":
        return re.sub(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))", "", text)
    return re.sub(r"(?<=[0-9])\.(?=[0-9]{3}(?![0-9]))", "", text) if decimal == "," else text


def _multiplied(money: Money, unit: int, stated: bool) -> Read[Money]:
    if unit == 1:
        return Read(money)
    if money.currency and not stated:
        return Read(fault=Fault(_TWO_UNITS, _ONE_UNIT, (("text", money.printed),)))
    try:
        return Read(replace(money, amount=decimal_string(format(Decimal(money.amount) * unit, "f")), scaled=True))
    except NumberError:
        return Read(fault=Fault(_EXPECTED, _REMEDY))


def _amount_in(printed: str, decimal: str) -> Read[Money]:
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
    if decimal != "," and not found["scale"] and _THOUSANDS.fullmatch(found["number"].strip()):
        return Read(fault=_ambiguous(found["number"].strip()))
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
    return Read(Money(spelled, _CURRENCIES.get(word), precision, printed, tax.upper(), bool(scale)))
