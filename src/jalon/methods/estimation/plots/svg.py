"""A small renderer of standalone SVG: title and description, no style attribute, colours of the page it stands in.

Horizontal positions are percentages and vertical ones pixels, as in `methods.charts`: a drawing of any width, text that
never scales. Everything is drawn in currentColor, so that it is right on light and on dark; classes (`mse-…`) are for the
page's own style sheet.
"""

from dataclasses import dataclass, field
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

Lang = Literal["fr", "en"]
Anchor = Literal["start", "middle", "end"]
FONT = "system-ui, sans-serif"


@dataclass
class Drawing:
    """Shapes in the order they are added. name: begins the ids of title and description, unique in a page."""

    name: str
    title: str
    description: str
    height: int
    lang: Lang
    shapes: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, words: str, *, anchor: Anchor = "start", strong: bool = False) -> None:
        """Words with their baseline at y."""
        weight = ' font-weight="600"' if strong else ""
        self.shapes.append(
            f'<text class="mse-text" x="{x:.3f}%" y="{y:g}" text-anchor="{anchor}"{weight}>{escape(words)}</text>'
        )

    def line(self, x0: float, y0: float, x1: float, y1: float, *, kind: str, width: float = 1) -> None:
        """A stroke of `width` pixels."""
        self.shapes.append(
            f'<line class="mse-{kind}" x1="{x0:.3f}%" y1="{y0:g}" x2="{x1:.3f}%" y2="{y1:g}" stroke="currentColor" '
            f'stroke-width="{width:g}"{_FAINT.get(kind, "")}/>'
        )

    def bar(self, x0: float, x1: float, y: float, height: float) -> None:
        """A filled bar from x0 to x1."""
        self.shapes.append(
            f'<rect class="mse-bar" x="{x0:.3f}%" y="{y:g}" width="{max(0.0, x1 - x0):.3f}%" height="{height:g}" '
            'fill="currentColor"/>'
        )

    def dot(self, x: float, y: float, *, radius: float = 5, filled: bool = True, hint: str = "") -> None:
        """A point; hint: what it is, for who points at it."""
        fill = 'fill="currentColor"' if filled else 'fill="none" stroke="currentColor" stroke-opacity="0.45"'
        inside = f"<title>{escape(hint)}</title>" if hint else ""
        self.shapes.append(f'<circle class="mse-dot" cx="{x:.3f}%" cy="{y:g}" r="{radius:g}" {fill}>{inside}</circle>')

    def svg(self) -> str:
        """The document, to be put in a page or saved in a file."""
        ids = f"{self.name}-title {self.name}-desc"
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="mse-plot" role="img" lang={quoteattr(self.lang)} '
            f'aria-labelledby={quoteattr(ids)} width="100%" height="{self.height}" font-family="{FONT}" '
            'font-size="13" fill="currentColor">'
        )
        named = (
            f"<title id={quoteattr(self.name + '-title')}>{escape(self.title)}</title>"
            f"<desc id={quoteattr(self.name + '-desc')}>{escape(self.description)}</desc>"
        )
        return "\n".join([head, named, *self.shapes, "</svg>"])


_FAINT = {"grid": ' stroke-opacity="0.25"', "base": ' stroke-opacity="0.6" stroke-dasharray="4 3"'}
