"""Hatchling's hook: a wheel always carries a freshly built app. An editable install does not build (make does)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AppBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs pack.py in its own process, so that hatchling need not import it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        if version == "editable":
            return
        pack = Path(self.root) / "client_pwa" / "pack.py"
        subprocess.run([sys.executable, str(pack), "build"], check=True)
