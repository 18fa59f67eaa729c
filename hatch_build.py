"""Build hook: compiles the message catalogues into the wheel, so that `pipx install .` speaks both languages."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles src/jalon/*/locale before the files are gathered."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compiled catalogues are not in git: they are named here as artefacts of the build."""
        sys.path.insert(0, str(Path(self.root) / "src"))
        from jalon.config.catalogues import compile_all

        for compiled in compile_all(Path(self.root) / "src" / "jalon"):
            build_data["artifacts"].append(str(compiled.relative_to(self.root)))
