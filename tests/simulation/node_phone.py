"""The app's own store and agent as a phone of the simulator, in a Node process beside it.

Owns the pipe: commands as JSON lines to `client_pwa/agent/agent.ts`, many phones in one process. What a phone is and
does is there; nothing of it is decided here.
"""

from __future__ import annotations

import json
import subprocess
from base64 import b64decode
from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path
from select import select
from types import TracebackType
from typing import Any, Final

import msgspec

from server.features.devices.rescue import RescueKeys
from sync.ports import Value
from tests.simulation.phone import Answer, Asked, Died, Ended, NoRoom, Pair, Said, Turn, Upload

_CLIENT: Final = Path(__file__).resolve().parents[2] / "client_pwa"
_EXIT_S: Final = 5.0
# An answer takes milliseconds. One that never comes is told as a fault, and does not hold the run up.
_ANSWER_S: Final = 60.0


class NodeFault(Exception):
    """The app's code threw something that is none of its promised errors; the text is its stack."""


class NodeProcess:
    """One Node process with its phones. Close it, or use it in a `with`."""

    def __init__(self, node: str) -> None:
        # Much is made and little kept, so the young have much room.
        command = [node, "--no-warnings", "--max-semi-space-size=64", "agent/agent.ts"]
        # In a session of its own: an interruption is for whoever began it, who then ends it in order.
        self._process = subprocess.Popen(
            command, cwd=_CLIENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )
        self._names = count(1)

    def __enter__(self) -> NodeProcess:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def phone(self, person: str, device: str, seed: int) -> NodePhone:
        """A phone with an empty store."""
        name = f"{next(self._names)}"
        self.ask({"do": "open", "phone": name, "person": person, "device": device, "seed": seed})
        return NodePhone(self, name, person, device)

    def tab(self, person: str, device: str, beside: str) -> NodeTab:
        """A second tab of a phone."""
        name = f"{next(self._names)}"
        self.ask({"do": "open", "phone": name, "person": person, "device": device, "beside": beside})
        return NodeTab(self, name, person, device)

    def reset(self) -> None:
        """Every phone and every snapshot goes."""
        self.ask({"do": "reset"})

    def ask(self, command: Mapping[str, Any]) -> dict[str, Any]:
        """One command and what came of it: `{"ok": …}` or `{"ask": request}`. NoRoom, Died, NodeFault."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(command, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        self._process.stdin.flush()
        if not select([self._process.stdout], [], [], _ANSWER_S)[0]:
            self._process.kill()
            raise NodeFault(f"{command['do']} is never answered")
        line = self._process.stdout.readline()
        if not line:
            raise NodeFault(f"the process ended with {self._process.wait(_EXIT_S)}")
        said = msgspec.json.decode(line, type=dict[str, Any])
        return said if "error" not in said else _raised(said)

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(_EXIT_S)
        self._process.stdout.close()


def _raised(said: Mapping[str, Any]) -> dict[str, Any]:
    if said["error"] == "no_room":
        raise NoRoom
    if said["error"] == "dead":
        raise Died
    raise NodeFault(said.get("text", said["error"]))


class NodePhone:
    """One phone of the process; a `SimPhone`."""

    kind = "node"
    shows_refused = True

    def __init__(self, process: NodeProcess, name: str, person: str, device: str) -> None:
        self._process, self._name = process, name
        self.person, self.device = person, device

    def _do(self, what: str, **more: object) -> dict[str, Any]:
        return self._process.ask({"do": what, "phone": self._name, **more})

    def say(self, said: Said) -> None:
        self._do("say", said=_json(said))

    def turn(self, now: int) -> Turn:
        came = self._do("turn", now=now)
        while "ask" in came:
            answer: Answer = yield came["ask"]["body"].encode()
            came = self._answered(answer, "turn")
        return Ended(came["ok"])

    def upload(self) -> Upload:
        """Send photos as far as the line goes, as in a turn. Whether a try soon may bring more."""
        came = self._do("upload")
        while "ask" in came:
            asked = came["ask"]
            request = Asked(asked["method"], asked["url"], asked["headers"], asked["body"].encode("latin-1"))
            came = self._answered((yield request), "upload")
        return bool(came["ok"])

    def _answered(self, answer: Answer, to: str) -> dict[str, Any]:
        body = answer.body.decode("latin-1")
        return self._do(
            "answer", to=to, status=answer.status, body=body, whole=answer.whole, headers=dict(answer.headers)
        )

    def photos(self) -> Mapping[str, str]:
        """How far each photo of this phone has come: waiting, complete, refused."""
        return dict(self._do("photos")["ok"])

    def shown(self, entity: str, id: str) -> Mapping[str, Value] | None:
        found: Mapping[str, Value] | None = self._do("shown", entity=entity, id=id)["ok"]
        return found

    def words(self, id: str) -> Mapping[str, Value] | None:
        return self._do("words", id=id)["ok"] or None

    def rows(self) -> Mapping[Pair, tuple[int, Mapping[str, Value]]]:
        return {_pair(key): (v, body) for key, v, body in self._do("rows")["ok"]}

    def unsent(self) -> Sequence[str]:
        return list(self._do("unsent")["ok"])

    def outcomes(self) -> Mapping[str, str]:
        return dict(self._do("outcomes")["ok"])

    def forgotten(self) -> Sequence[str]:
        return list(self._do("forgotten")["ok"])

    def position(self) -> int:
        return int(self.facts()["meta"]["pos"])

    def facts(self) -> dict[str, Any]:
        """What the store knows of itself, its counts, how many answered ops it keeps, and the drafts half-typed."""
        return dict(self._do("facts")["ok"])

    def ops(self) -> list[dict[str, Any]]:
        """Every op that has not left the outbox: op_id, state, outcome, kind, id, problem."""
        return list(self._do("ops")["ok"])

    def type(self, said: Said) -> None:
        """Type the values into a draft; the op is made when the next turn begins."""
        self._do("type", said=_json(said))

    def snapshot(self) -> int:
        return int(self._do("snapshot")["ok"])

    def restore(self, kept: Any) -> None:
        self._do("restore", copy=kept)

    def crash(self) -> None:
        self._do("crash")

    def rescue(self, keys: RescueKeys) -> bytes | None:
        proof = keys.proof(self.person, self.device)
        box = self._do("rescue", key=keys.public, proof=proof)["ok"]
        return b64decode(box) if box else None

    def wipe(self) -> int:
        return int(self._do("wipe")["ok"])

    def die_at(self, writes: int | None, *, kept: bool = False) -> None:
        """Let the process end at its n-th write from now, which is kept on the disk or not."""
        self._do("die_at", writes=writes, kept=kept)

    def full(self, is_full: bool) -> None:
        self._do("full", full=is_full)

    def close(self) -> None:
        self._do("close")

    def tab(self) -> NodeTab:
        """A second tab of this phone: one disk, and one sender."""
        return self._process.tab(self.person, self.device, self._name)


class NodeTab(NodePhone):
    """A second tab. When its process ends, the phone's others go on."""

    def crash(self) -> None:
        self._do("leave")

    def close(self) -> None:
        """It was closed when its process ended."""


def _json(said: Said) -> dict[str, Any]:
    return dict(msgspec.to_builtins(said))


def _pair(key: str) -> Pair:
    entity, _, id = key.partition("/")
    return entity, id
