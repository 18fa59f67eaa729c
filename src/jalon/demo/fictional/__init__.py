"""An invented plan that shows a whole campaign, labelled as invented wherever it is seen. `parts()` is all there is to call."""

from jalon.demo.fictional.parts import MISSION_SLUG, parts

__all__ = ["MISSION_SLUG", "parts"]
