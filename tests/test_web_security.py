"""The server is safe by default: names, sites, tokens, bounds, no files, nothing personal told."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from fasmodell import ProfileError, load_rule_base, parse_profile
from fasmodell.batch.profile_workbook import profile_workbook
from fasmodell.web.connections import Connection
from fasmodell.web.hosts import is_loopback, is_own_host, is_own_site
from fasmodell.web.security import HEADERS
from fasmodell.web.served import Settings
from fasmodell.web.serving import listening
from fasmodell.web.sign_in import COOKIE, session_of
from fasmodell.web.uploads import YAML_NAME, uploaded_text
from in_process import ROOT
from web_server import JSON, YAML, port_of, raw, received, serving

TOKEN = "a-token-of-some-length"
PROFILE = (ROOT / "examples" / "bjorkdalen.yaml").read_text(encoding="utf-8")
SMALL = {"format": "fasmodell.profile/1", "area": {"name": "Exempel"}, "as_of": "2026-03-31"}
# What the files opened since a test began asking are called.
_opened: list[str] = []
_is_watching = False


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if _is_watching and event in ("open", "os.listdir", "os.scandir", "os.mkdir", "os.remove", "os.rename"):
        _opened.append(f"{event} {arguments[0]!r} {arguments[1]!r}" if event == "open" else f"{event} {arguments[0]!r}")


sys.addaudithook(_note)


@contextlib.contextmanager
def watched_files() -> Iterator[list[str]]:
    """Every file and folder that this process opens, lists, makes or removes meanwhile, the server's among them."""
    global _is_watching  # noqa: PLW0603 (an audit hook cannot be taken away again)
    _opened.clear()
    _is_watching = True
    try:
        yield _opened
    finally:
        _is_watching = False


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with serving() as found:
        yield found


# --- by which name, and from which site ---


FOREIGN = (
    "evil.example", "evil.example:{port}", "127.0.0.1.evil.example:{port}", "127.0.0.1:1", "localhost@evil.example",
    "127.0.0.1", "[::2]:{port}", "", "a b", "localhost:{port}/x",
)  # fmt: skip


@pytest.mark.parametrize("name", FOREIGN)
def test_a_request_under_another_name_is_refused(client: httpx.Client, name: str) -> None:
    answer = client.get("/v1/rule-base", headers={"Host": name.format(port=port_of(client))})
    assert answer.status_code in (400, 421)
    assert "digest" not in answer.text


@pytest.mark.parametrize("name", ["127.0.0.1:{port}", "localhost:{port}", "LOCALHOST:{port}", "[::1]:{port}"])
def test_the_names_of_this_machine_are_the_servers_own(client: httpx.Client, name: str) -> None:
    assert client.get("/v1/rule-base", headers={"Host": name.format(port=port_of(client))}).status_code == 200


def test_a_request_without_a_name_is_refused(client: httpx.Client) -> None:
    assert b" 400 " in raw(client, b"GET /v1/rule-base HTTP/1.1\r\n\r\n")
    assert b" 421 " in raw(client, b"GET /v1/rule-base HTTP/1.0\r\n\r\n")


def test_a_proxys_name_is_known_once_it_was_allowed() -> None:
    settings = Settings(host="0.0.0.0", names=("fas.kommun.example",), token=TOKEN)
    assert is_own_host("fas.kommun.example", settings)
    assert is_own_host("FAS.kommun.example:443", settings)
    assert not is_own_host("fas.kommun.example.evil.example", settings)
    assert not is_own_host("kommun.example", settings)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_the_machines_own_addresses_need_no_token(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "localhost.evil.example", "evil.example", ""])
def test_all_other_addresses_do(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1:{port}@evil.example",
                                    "file://", "http://localhost:{port}", "127.0.0.1:{port}"])  # fmt: skip
def test_a_request_from_another_site_is_refused(client: httpx.Client, origin: str) -> None:
    headers = {**JSON, "Origin": origin.format(port=port_of(client))}
    assert client.post("/v1/phase", content=json.dumps(SMALL), headers=headers).status_code == 403
    assert client.get("/v1/rule-base", headers=headers).status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site", "nonsense"])
def test_a_form_that_a_browser_says_comes_from_elsewhere_is_refused(client: httpx.Client, site: str) -> None:
    assert client.post("/v1/phase", json=SMALL, headers={"Sec-Fetch-Site": site}).status_code == 403
    # A link from elsewhere may be followed: what it leads to cannot be read there.
    assert client.get("/v1/rule-base", headers={"Sec-Fetch-Site": site}).status_code == 200


def test_the_servers_own_pages_may_ask(client: httpx.Client) -> None:
    own = {"Origin": f"http://127.0.0.1:{port_of(client)}", "Sec-Fetch-Site": "same-origin"}
    assert client.post("/v1/phase", json=SMALL, headers=own).status_code == 200
    assert is_own_site("POST", {"origin": "https://fas.kommun.example", "host": "fas.kommun.example"})


# --- the headers of every response ---


def test_every_response_has_the_headers_that_keep_browsers_in(client: httpx.Client) -> None:
    answers = [
        client.get("/"),
        client.get("/v1/catalogue"),
        client.get("/v1/docs"),
        client.get("/nope"),
        client.get("/", headers={"Host": "evil.example"}),
        client.get("/", headers={"Origin": "null"}),
        client.post("/v1/phase", json=SMALL),
        client.post("/v1/phase", content=b"{", headers=JSON),
        client.put("/v1/phase"),
        client.options("/v1/phase"),
        client.head("/"),
    ]
    for answer in answers:
        for name, value in HEADERS.items():
            assert answer.headers.get(name) == value, (answer.request.url, name)
        assert "cache-control" in answer.headers
        assert "server" not in answer.headers
    policy = HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_what_is_no_http_gets_the_same_headers_and_no_page_of_the_servers_own(client: httpx.Client) -> None:
    answer = raw(client, b"NONSENSE\r\n\r\n").decode()
    assert answer.startswith("HTTP/1.1 400 ")
    assert all(f"{name}: {value}" in answer for name, value in HEADERS.items())
    assert json.loads(answer.partition("\r\n\r\n")[2])["type"] == "/v1/problems/unreadable-request"


def test_an_answer_about_an_area_is_kept_nowhere(client: httpx.Client) -> None:
    for asked in ("recommend", "phase", "ask", "check"):
        assert client.post(f"/v1/{asked}", json=SMALL).headers["cache-control"] == "no-store"


# --- who may ask ---


@pytest.fixture
def guarded() -> Iterator[httpx.Client]:
    with serving(Settings(token=TOKEN)) as found:
        yield found


def test_without_the_token_nothing_is_answered(guarded: httpx.Client) -> None:
    for path in ("/", "/v1/catalogue", "/v1/docs", "/v1/openapi.json", "/nope", "/static/x"):
        answer = guarded.get(path)
        assert answer.status_code == 401, path
        assert answer.headers["www-authenticate"].startswith("Bearer")
    assert guarded.post("/v1/phase", json=SMALL).status_code == 401
    assert guarded.post("/sign-out").status_code == 401


@pytest.mark.parametrize(
    "given", ["Bearer", "Bearer x", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}"]
)
def test_a_wrong_token_is_none(guarded: httpx.Client, given: str) -> None:
    assert guarded.get("/v1/catalogue", headers={"Authorization": given}).status_code == 401


def test_the_token_lets_programs_in(guarded: httpx.Client) -> None:
    assert guarded.post("/v1/phase", json=SMALL, headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
    document = guarded.get("/v1/openapi.json", headers={"Authorization": f"bearer {TOKEN}"}).json()
    assert document["components"]["securitySchemes"] == {"token": {"type": "http", "scheme": "bearer"}}


def test_a_browser_is_shown_the_way_in_and_gets_a_cookie_without_the_token(guarded: httpx.Client) -> None:
    sent = guarded.get("/", headers={"Accept": "text/html"})
    assert (sent.status_code, sent.headers["location"]) == (303, "/sign-in")
    page = guarded.get("/sign-in")
    assert 'type="password"' in page.text
    assert "<script" not in page.text
    assert guarded.post("/sign-in", data={"token": "wrong"}).status_code == 403
    answer = guarded.post("/sign-in", data={"token": TOKEN})
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"]
    assert TOKEN not in cookie
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert guarded.cookies[COOKIE] == session_of(TOKEN)
    assert guarded.get("/sv/", headers={"Accept": "text/html"}).status_code == 200
    assert guarded.post("/v1/phase", json=SMALL).status_code == 200
    assert guarded.post("/sign-out").status_code == 303
    assert COOKIE not in guarded.cookies


def test_the_cookie_is_kept_to_tls_where_the_browser_speaks_it(guarded: httpx.Client) -> None:
    host = "fas.kommun.example"
    with serving(Settings(token=TOKEN, names=(host,))) as client:
        headers = {"Host": host, "Origin": f"https://{host}"}
        assert "Secure" in client.post("/sign-in", data={"token": TOKEN}, headers=headers).headers["set-cookie"]
    assert "Secure" not in guarded.post("/sign-in", data={"token": TOKEN}).headers["set-cookie"]


WRONG_COOKIES = ("", "x", f"{COOKIE}=", f"{COOKIE}={TOKEN}", f"{COOKIE}=å", f'{COOKIE}="', ";;;", f"{COOKIE}={0:064}")


@pytest.mark.parametrize("cookie", WRONG_COOKIES)
def test_a_cookie_that_is_not_the_right_one_lets_nobody_in(guarded: httpx.Client, cookie: str) -> None:
    assert guarded.get("/v1/catalogue", headers=[(b"Cookie", cookie.encode())]).status_code == 401


def test_who_guesses_is_slowed_down_and_who_knows_is_not(guarded: httpx.Client) -> None:
    statuses = [guarded.get("/v1/docs", headers={"Authorization": f"Bearer {n}"}).status_code for n in range(25)]
    assert statuses[:19] == [401] * 19
    assert statuses[-1] == 429
    assert guarded.get("/v1/docs", headers={"Authorization": "Bearer x"}).headers["retry-after"] == "60"
    assert guarded.get("/v1/docs", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert guarded.post("/sign-in", data={"token": "x"}).status_code == 429
    assert guarded.post("/sign-in", data={"token": TOKEN}).status_code == 303


# --- bounds ---


def test_a_body_may_only_be_so_large_whether_it_says_so_or_not() -> None:
    with serving(Settings(body=1000)) as client:
        assert client.post("/v1/phase", content=b"x" * 1001, headers=YAML).status_code == 413
        assert client.post("/v1/phase", content=iter([b"x" * 600, b"x" * 600]), headers=YAML).status_code == 413
        assert client.post("/v1/phase", content=b"x" * 20_000_000, headers=YAML).status_code == 413
        assert client.post("/v1/phase", json=SMALL).status_code == 200


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate", "x"])
def test_a_packed_body_is_not_unpacked(client: httpx.Client, encoding: str) -> None:
    answer = client.post("/v1/phase", content=b"\x1f\x8b", headers={**JSON, "Content-Encoding": encoding})
    assert answer.status_code == 415
    assert answer.headers["accept-encoding"] == "identity"


def test_a_body_that_does_not_arrive_is_not_waited_for() -> None:
    with serving(Settings(patience=0.3)) as client:
        head = f"POST /v1/phase HTTP/1.1\r\nHost: 127.0.0.1:{port_of(client)}\r\nContent-Type: application/json\r\n"
        answer = raw(client, f"{head}Content-Length: 100\r\n\r\n{{".encode())
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert b"/v1/problems/slow-request" in answer
        assert client.get("/v1/rule-base").status_code == 200


def test_an_answer_that_takes_too_long_is_given_up() -> None:
    with serving(Settings(seconds=0.01)) as client:
        answer = client.post("/v1/ask", content=PROFILE, headers=YAML)
        assert answer.status_code == 503
        assert "retry-after" in answer.headers


def test_when_all_are_busy_more_are_sent_away_and_later_let_in() -> None:
    with serving(Settings(requests=1, patience=1.0)) as client:
        head = f"POST /v1/phase HTTP/1.1\r\nHost: 127.0.0.1:{port_of(client)}\r\nContent-Length: 10\r\n\r\n"
        with socket.create_connection(("127.0.0.1", port_of(client))) as slow:
            slow.sendall(head.encode())
            time.sleep(0.3)
            refused = client.get("/v1/rule-base")
            assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
            received(slow)
        assert client.get("/v1/rule-base").status_code == 200


def test_a_thousand_open_connections_shut_nobody_out() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard if hard != resource.RLIM_INFINITY else 8192, hard))
    with contextlib.ExitStack() as stack:
        stack.callback(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        client = stack.enter_context(serving(Settings(connections=50)))
        address = ("127.0.0.1", port_of(client))
        opened = [stack.enter_context(socket.create_connection(address)) for _ in range(1000)]
        for _ in range(3):
            assert client.get("/v1/rule-base").status_code == 200
        assert sum(map(is_ended, opened)) >= 950


def is_ended(connection: socket.socket) -> bool:
    """True when the other side has ended a connection that it never sent anything on."""
    connection.setblocking(False)
    try:
        return connection.recv(1) == b""
    except BlockingIOError:
        return False
    except ConnectionError:
        return True


def test_a_connection_that_says_nothing_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Connection, "idle", 0.3)
    with serving() as client:
        for beginning in (b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\n"):
            assert raw(client, beginning) == b""
        assert client.get("/v1/rule-base").status_code == 200


def test_an_answer_is_sent_at_once_and_waits_for_no_confirmation() -> None:
    async def sends_at_once() -> bool:
        found: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def note(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            found.set_result(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        bound = listening("127.0.0.1", 0)
        async with await asyncio.start_server(note, sock=bound):
            _, writer = await asyncio.open_connection(*bound.getsockname())
            told = await found
            writer.close()
            await writer.wait_closed()
        return bool(told)

    assert asyncio.run(sends_at_once())


def test_a_head_of_a_request_may_only_be_so_large(client: httpx.Client) -> None:
    assert raw(client, b"GET / HTTP/1.1\r\nX: " + b"x" * 100_000).startswith(b"HTTP/1.1 400 ")
    assert client.get("/v1/rule-base").status_code == 200


# --- uploads ---


def workbook(parts: dict[str, bytes]) -> bytes:
    """An archive of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return made.getvalue()


def lying(content: bytes, said: int) -> bytes:
    """An archive of one part whose directory says that it unpacks to something else."""
    size = len(content).to_bytes(4, "little")
    made = workbook({"xl/workbook.xml": content})
    assert made.count(size) == 2
    return made.replace(size, said.to_bytes(4, "little"))


BOMBS = {
    "packed a thousandfold": (workbook({"xl/workbook.xml": b"0" * 30_000_000}), "FM606"),
    "many parts that are each small": (workbook({f"x{n}": b"0" * 5_000 for n in range(5_000)}), "FM606"),
    "more parts than a workbook has": (workbook({f"x{n}": b"" for n in range(10_001)}), "FM606"),
    "a directory that lies": (lying(b"0" * 30_000_000, 100), "FM605"),
    "no workbook": (workbook({"a.txt": b"a"}), "FM605"),
    "half an archive": (workbook({"a.txt": b"a"})[:20], "FM605"),
    "locked": (b"\xd0\xcf\x11\xe0" + b"0" * 100, "FM622"),
    "a path out of the archive": (workbook({"../../etc/passwd": b"a"}), "FM605"),
}


@pytest.mark.parametrize(("content", "code"), BOMBS.values(), ids=BOMBS)
def test_a_workbook_that_is_a_bomb_or_none_is_told_of(content: bytes, code: str) -> None:
    with watched_files() as opened, pytest.raises(ProfileError) as caught:
        uploaded_text(content, load_rule_base(), Settings())
    assert [one.code for one in caught.value.diagnostics] == [code]
    assert not [one for one in opened if "passwd" in one or "tmp" in one]


def test_a_workbook_that_was_filled_in_is_read_without_a_file() -> None:
    base = load_rule_base()
    profile = parse_profile(PROFILE, base)
    content = profile_workbook(base.knowledge, [], "sv", profile)
    uploaded_text(content, base, Settings())  # what Python itself opens, it has opened now
    with watched_files() as opened:
        text = uploaded_text(content, base, Settings())
    assert parse_profile(text, base).observations.keys() == profile.observations.keys()
    assert not [one for one in opened if "site-packages" not in one]


def test_an_uploaded_yaml_is_text_or_told_of() -> None:
    assert uploaded_text(b"\xef\xbb\xbfa: 1", load_rule_base(), Settings()) == "a: 1"
    with pytest.raises(ProfileError) as caught:
        uploaded_text(b"\xff\xfe", load_rule_base(), Settings())
    assert [(one.code, one.span.file) for one in caught.value.diagnostics] == [("FM102", YAML_NAME)]


# --- files and logs ---

PATHS = (
    "/..%2f..%2fetc%2fpasswd", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/v1/problems/..%2f..%2fpasswd",
    "/v1/problems/FM104%2f..%2fpasswd", "/v1/catalogue/measures/..%2f..%2fpasswd", "/v1/catalogue/..%2fpasswd/x",
    "/v1/docs/..%2fpasswd", "/static/..%2f..%2fpasswd", "/static/%2e%2e/passwd", "//etc/passwd",
    "/v1/problems/%00passwd", "/static//etc/passwd", "/static/..%5c..%5cpasswd", "/file:/etc/passwd",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_no_path_of_a_request_reaches_the_file_system(client: httpx.Client, path: str) -> None:
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port_of(client)}\r\nConnection: close\r\n\r\n"
    with watched_files() as opened:
        answer = raw(client, request.encode())
    assert answer.split(b" ")[1] == b"404"
    assert not [one for one in opened if "passwd" in one]


def test_no_name_in_a_body_or_an_option_reaches_the_file_system(client: httpx.Client) -> None:
    name = "/tmp/marked-by-a-test"
    with watched_files() as opened:
        client.post("/v1/recommend", json={**SMALL, "area": {"name": name}})
        client.post("/v1/recommend", json={**SMALL, "observations": {name: 1}})
        client.post("/v1/recommend", content=f"!!include {name}", headers=YAML)
        client.post("/v1/why", params={"measure": name}, json=SMALL)
        client.post("/v1/why-not", params={"target": name}, json=SMALL)
        client.post("/v1/what-if", params={"set": f"{name}={name}"}, json=SMALL)
        client.post("/v1/plan", params={"start": name, "include": name}, json=SMALL)
        client.post("/v1/batch", json={"profiles": [{"format": name}]})
    assert not [one for one in opened if "marked" in one]
    assert not [one for one in opened if one.startswith("open") and "'w" in one]
    assert not Path(name).exists()


def test_nothing_is_written_while_questions_are_answered(client: httpx.Client) -> None:
    for asked in ("recommend", "ask", "plan"):  # what Python itself opens, it has opened then
        client.post(f"/v1/{asked}", content=PROFILE, headers=YAML)
    with watched_files() as opened:
        for asked in ("recommend", "ask", "plan", "check", "why?measure=safety_walk"):
            assert client.post(f"/v1/{asked}", content=PROFILE, headers=YAML).status_code == 200
    assert not [one for one in opened if not one.startswith("open") or not one.endswith(("'r'", "'rb'", "None"))]


def test_script_in_a_text_stays_text(client: httpx.Client) -> None:
    script = "<script>alert(1)</script>"
    answers = [
        client.post("/v1/recommend", json={**SMALL, "area": {"name": script}}),
        client.post("/v1/recommend", json={**SMALL, script: script}),
        client.post("/v1/why", params={"measure": script}, json=SMALL),
        client.get(f"/v1/problems/{script}"),
        client.get(f"/v1/catalogue/measures/{script}"),
        client.get(f"/{script}"),
    ]
    for answer in answers:
        assert answer.headers["content-type"] in ("application/json", "application/problem+json")
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_fault_tells_neither_the_client_nor_the_log_what_was_sent(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        message = "Hemliga Torget 5"
        raise ValueError(message)

    monkeypatch.setattr("fasmodell.web.api_operations.recommend", fail)
    answer = client.post("/v1/recommend", json={**SMALL, "area": {"name": "Hemliga Torget"}})
    assert answer.status_code == 500
    assert answer.json() == {"type": "/v1/problems/internal-error", "title": "internal error", "status": 500}
    told = capfd.readouterr()
    assert told.out == ""
    assert told.err.startswith("internal error: ValueError in fail")
    assert "Hemliga" not in told.err
    assert "Traceback" not in told.err


def test_requests_leave_no_trace_in_the_log(client: httpx.Client, capfd: pytest.CaptureFixture[str]) -> None:
    client.post("/v1/what-if?set=open_drug_scene_level=3", json={**SMALL, "area": {"name": "Hemliga Torget"}})
    client.post("/v1/recommend?lang=xx", content=b"Hemliga", headers=YAML)
    client.get("/Hemliga")
    raw(client, b"Hemliga\r\n\r\n")
    told = capfd.readouterr()
    assert (told.out, told.err) == ("", "")


# --- the command ---


@contextlib.contextmanager
def command(*words: str, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`fasmodell serve` in a process of its own, and its address."""
    surroundings = {key: value for key, value in os.environ.items() if not key.startswith("FASMODELL_")}
    started = subprocess.Popen(
        [sys.executable, "-m", "fasmodell", "serve", "--port", "0", *words],
        stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**surroundings, **environment}, cwd=ROOT,
    )  # fmt: skip
    try:
        assert started.stderr is not None
        line = started.stderr.readline()
        yield started, line.removeprefix("serving on ").partition(" ")[0]
    finally:
        if started.poll() is None:
            started.send_signal(signal.SIGINT)
        started.communicate(timeout=60)


def answered(address: str, **headers: str) -> httpx.Response:
    """The rule base, asked for until the server listens."""
    for _ in range(300):
        with contextlib.suppress(httpx.TransportError):
            return httpx.get(f"{address}v1/rule-base", headers=headers, trust_env=False, timeout=30)
        time.sleep(0.1)
    pytest.fail("the server does not answer")


@pytest.mark.parametrize("workers", ["1", "2"])
def test_the_command_serves_until_it_is_interrupted(workers: str) -> None:
    with command("--workers", workers) as (process, address):
        assert address.startswith("http://127.0.0.1:")
        assert answered(address).json()["digest"] == load_rule_base().digest
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        assert (process.returncode, out, err) == (0, "", "")


def test_a_worker_that_is_killed_is_replaced_and_no_saved_file_is_lost(tmp_path: Path) -> None:
    saved = tmp_path / "saved.json"
    with command("--workers", "2") as (process, address):
        saved.write_bytes(httpx.post(f"{address}v1/phase", json=SMALL, trust_env=False, timeout=60).content)
        before = saved.read_bytes()
        workers = [int(one) for one in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]
        spawned = [one for one in workers if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]
        assert len(spawned) == 2
        os.kill(spawned[0], signal.SIGKILL)
        for _ in range(20):
            assert answered(address).status_code == 200
        assert saved.read_bytes() == before


def test_a_taken_port_is_told_of_as_wrong_use() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = subprocess.run(
            [sys.executable, "-m", "fasmodell", "serve", "--port", str(taken.getsockname()[1])],
            capture_output=True, text=True, check=False, cwd=ROOT, timeout=60,
        )  # fmt: skip
    assert done.returncode == 2
    assert "another program uses the port" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "environment", "told"),
    [
        (["--host", "0.0.0.0"], {}, "a token is needed"),
        (["--host", "10.255.255.254"], {}, "a token is needed"),
        (["--host", "0.0.0.0"], {"FASMODELL_TOKEN": "short"}, "at least 16"),
        (["--host", "0.0.0.0"], {"FASMODELL_TOKEN": "with blanks in it that are long"}, "without blanks"),
        (["--host", "0.0.0.0", "--token-file", "nope.txt"], {}, "there is no such file"),
        (["--host", "256.1.1.1"], {"FASMODELL_TOKEN": TOKEN}, "cannot listen"),
        (["--port", "70000"], {}, "70000"),
        (["--workers", "0"], {}, "0"),
    ],
)
def test_the_command_refuses_what_is_not_safe_or_not_possible(
    words: list[str], environment: dict[str, str], told: str
) -> None:
    surroundings = {key: value for key, value in os.environ.items() if not key.startswith("FASMODELL_")}
    done = subprocess.run(
        [sys.executable, "-m", "fasmodell", "serve", *words],
        capture_output=True, text=True, check=False, cwd=ROOT, env={**surroundings, **environment}, timeout=60,
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_token_file_guards_what_other_machines_reach(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n", encoding="ascii")
    with command("--host", "0.0.0.0", "--token-file", str(file)) as (_, address):
        own = address.replace("0.0.0.0", "127.0.0.1")
        assert answered(own).status_code == 401
        assert answered(own, Authorization=f"Bearer {TOKEN}").status_code == 200
