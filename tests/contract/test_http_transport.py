"""The Python client over a real socket."""

import threading
from collections.abc import Iterator

import pytest
import requests
from werkzeug.serving import make_server

from sync.client import Client
from sync.http_transport import HttpTransport
from sync.ports import Patch
from tests.cast import MORNING_MS, PASSWORD, Cast
from tests.factories import id_of


@pytest.fixture
def address(cast: Cast) -> Iterator[str]:
    """The office, served."""
    served = make_server("127.0.0.1", 0, cast.app, threaded=True)
    thread = threading.Thread(target=served.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{served.server_port}"
    served.shutdown()
    thread.join(10)
    served.server_close()


def test_a_phone_without_a_screen_does_its_work(cast: Cast, address: str) -> None:
    me, ids = cast.owner, iter(range(1_000))
    client = Client(me.id, me.device(), lambda: id_of(f"id {next(ids)}"))
    long = "Đường vào thôn hỏng nặng. " * 60
    for n in range(3):
        patch = Patch(set={"village": f"Thôn {n}", "findings": long})
        client.say("draft.save", id_of(f"draft {n}"), role="cadre", at=MORNING_MS, patch=patch)
    with HttpTransport(address) as transport:
        assert transport.sign_in(me.username, PASSWORD, device=me.device(), label="Test") == me.id
        for line in transport.exchange(client.request(MORNING_MS)):
            client.take(line)
    assert [op.outcome for op in client.ops] == ["applied"] * 3
    assert client.ended
    assert client.rows["draft", id_of("draft 2")].body["village"] == "Thôn 2"


def test_who_is_not_signed_in_gets_no_answer_of_ours(cast: Cast, address: str) -> None:
    client = Client(cast.owner.id, cast.owner.device(), lambda: id_of("inc"))
    with HttpTransport(address) as transport, pytest.raises(requests.HTTPError):
        list(transport.exchange(client.request(MORNING_MS)))
