"""Reading a formula: recursive descent over

    statement  = "si" any "alors" statement ["sinon" statement] | any
    any        = every { "ou" every }
    every      = comparison { "et" comparison }
    comparison = sum [ ("=" | "<" | "<=" | ">" | ">=") sum ]
    sum        = product { ("+" | "-") product }
    product    = signed { ("*" | "/") signed }
    signed     = "-" signed | primary
    primary    = number | "(" statement ")" | val(id) | opt_val(id) | cible(id) | limite(id)
               | identite(word, word) | reponse(word, word) | referentiel(word)

There is no power and no loop; length, depth and number of nodes are bounded. Conditions and numbers are told apart while
reading: « 1 + (2 < 3) » is refused. The grammar is that of the indicator definitions of Territoires en Transitions
(ADEME, MIT licence), written anew from their documented meaning.
"""

from collections.abc import Callable
from fractions import Fraction

from jalon.methods.formula.model import (
    MOST_DEPTH,
    MOST_NODES,
    Choice,
    Compared,
    Comparison,
    Constant,
    Factor,
    Formula,
    FormulaError,
    FormulaProblem,
    Logic,
    Node,
    Product,
    Question,
    Reference,
    Sum,
    Term,
    is_condition,
)
from jalon.methods.formula.tokens import REFERENCES, Kind, Token, tokens

QUESTIONS = {"identite": 2, "reponse": 2, "referentiel": 1}
"""Functions that ask a fact, with how many words each takes."""
KEYWORDS = ("si", "alors", "sinon", "et", "ou")


def parse(text: str) -> Formula:
    """The formula of a text. Raises `FormulaError` with the place and what was expected."""
    reader = _Reader(text)
    root = reader.statement(0)
    if reader.token.kind is not Kind.END:
        raise reader.error(FormulaProblem.LEFT_OVER)
    if is_condition(root):
        raise FormulaError(FormulaProblem.NOT_A_NUMBER, text, 0, text.strip())
    return Formula(text, root)


class _Reader:
    """The tokens of one text and where the reading stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.all = tokens(text)
        self.at = 0
        self.nodes = 0

    @property
    def token(self) -> Token:
        return self.all[self.at]

    def error(self, problem: FormulaProblem, expected: str = "", token: Token | None = None) -> FormulaError:
        found = token or self.token
        return FormulaError(problem, self.text, found.position, found.text, expected)

    def takes(self, *texts: str) -> Token | None:
        """The next token, passed over, if it is one of these signs or keywords."""
        token = self.token
        if token.kind in (Kind.WORD, Kind.SIGN) and token.text in texts:
            self.at += 1
            return token
        return None

    def needs(self, text: str) -> None:
        """Passes over a sign or keyword that must stand here."""
        if self.takes(text) is None:
            raise self.error(FormulaProblem.EXPECTED_SIGN, text)

    def made(self, node: Node) -> Node:
        """Counts a node."""
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise self.error(FormulaProblem.TOO_LONG, str(MOST_NODES))
        return node

    def of(self, read: Callable[[int], Node], depth: int, *, condition: bool) -> Node:
        """A node that must be a condition, or a number."""
        start = self.token
        node = read(depth)
        if is_condition(node) is not condition:
            wrong = FormulaProblem.EXPECTED_CONDITION if condition else FormulaProblem.NOT_A_NUMBER
            raise self.error(wrong, token=start)
        return node

    def statement(self, depth: int) -> Node:
        if depth > MOST_DEPTH:
            raise self.error(FormulaProblem.TOO_DEEP, str(MOST_DEPTH))
        if self.takes("si") is None:
            return self.any_of(depth)
        condition = self.of(self.any_of, depth + 1, condition=True)
        self.needs("alors")
        then = self.of(self.statement, depth + 1, condition=False)
        otherwise = self.of(self.statement, depth + 1, condition=False) if self.takes("sinon") else None
        return self.made(Choice(condition, then, otherwise))

    def any_of(self, depth: int) -> Node:
        return self.logic("ou", self.every_of, depth)

    def every_of(self, depth: int) -> Node:
        return self.logic("et", self.comparison, depth)

    def logic(self, word: str, read: Callable[[int], Node], depth: int) -> Node:
        start = self.token
        found = [read(depth)]
        while self.takes(word):
            found.append(self.of(read, depth, condition=True))
        if len(found) == 1:
            return found[0]
        if not is_condition(found[0]):
            raise self.error(FormulaProblem.EXPECTED_CONDITION, token=start)
        return self.made(Logic(word == "et", tuple(found)))

    def comparison(self, depth: int) -> Node:
        start = self.token
        left = self.sum(depth)
        sign = self.takes(*Comparison)
        if sign is None:
            return left
        self.number(left, start)
        return self.made(Compared(Comparison(sign.text), left, self.of(self.sum, depth, condition=False)))

    def number(self, node: Node, start: Token) -> None:
        """Refuses a condition where a number is computed."""
        if is_condition(node):
            raise self.error(FormulaProblem.NOT_A_NUMBER, token=start)

    def sum(self, depth: int) -> Node:
        start = self.token
        terms = [Term(self.product(depth))]
        while sign := self.takes("+", "-"):
            self.number(terms[0].node, start)
            terms.append(Term(self.of(self.product, depth, condition=False), sign.text == "-"))
        return terms[0].node if len(terms) == 1 else self.made(Sum(tuple(terms)))

    def product(self, depth: int) -> Node:
        start = self.token
        factors = [Factor(self.signed(depth))]
        while sign := self.takes("*", "/"):
            self.number(factors[0].node, start)
            factors.append(Factor(self.of(self.signed, depth, condition=False), sign.text == "/"))
        return factors[0].node if len(factors) == 1 else self.made(Product(tuple(factors)))

    def signed(self, depth: int) -> Node:
        if depth > MOST_DEPTH:
            raise self.error(FormulaProblem.TOO_DEEP, str(MOST_DEPTH))
        if self.takes("-") is None:
            return self.primary(depth)
        return self.made(Sum((Term(self.of(self.signed, depth + 1, condition=False), minus=True),)))

    def primary(self, depth: int) -> Node:
        token = self.token
        if token.kind is Kind.NUMBER:
            self.at += 1
            return self.made(Constant(Fraction(token.text)))
        if token.kind is Kind.REFERENCE:
            self.at += 1
            field, optional = REFERENCES[token.function]
            return self.made(Reference(field, token.indicator, optional))
        if self.takes("("):
            inner = self.statement(depth + 1)
            self.needs(")")
            return inner
        if token.kind is Kind.WORD and token.text not in KEYWORDS:
            return self.question()
        raise self.error(FormulaProblem.EXPECTED_VALUE)

    def question(self) -> Node:
        token = self.token
        if token.text in REFERENCES:
            raise self.error(FormulaProblem.ARGUMENTS, f"{token.text}(id)")
        wanted = QUESTIONS.get(token.text)
        if wanted is None:
            raise self.error(FormulaProblem.UNKNOWN_FUNCTION, ", ".join([*REFERENCES, *QUESTIONS]))
        self.at += 1
        return self.made(Question(token.text, self.words(token, wanted)))

    def words(self, function: Token, wanted: int) -> tuple[str, ...]:
        """The words between the parentheses of a question."""
        shape = f"{function.text}({', '.join(['…'] * wanted)})"
        signs = ["(", *[","] * (wanted - 1)]
        found = []
        for sign in signs:
            if self.takes(sign) is None or self.token.kind is not Kind.WORD:
                raise self.error(FormulaProblem.ARGUMENTS, shape)
            found.append(self.token.text)
            self.at += 1
        if self.takes(")") is None:
            raise self.error(FormulaProblem.ARGUMENTS, shape)
        return tuple(found)
