"""What the command line says, in the language of the terminal: Vietnamese, unless it is set to English."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import click

from server.words import Argument, say


def language() -> str:
    """`DIABAN_LANG`, else what the terminal is set to, else Vietnamese."""
    asked = os.environ.get("DIABAN_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "en" if asked.lower().startswith("en") else "vi"


def tell(key: str, **arguments: Argument) -> str:
    """The sentence of that key."""
    return say(key, language(), arguments)


def give_up(sentence: str) -> NoReturn:
    """Say why on the error stream and end with a failure."""
    click.echo(sentence, err=True)
    sys.exit(1)
