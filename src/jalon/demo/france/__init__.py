"""France: raw records, read one by one, as parts. `parts()` is all there is to call."""

from jalon.demo.france.parts import parts

__all__ = ["parts"]
