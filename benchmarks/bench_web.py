"""
Recommend by HTTP with the full rule base: two workers under a minute of load from a second process on loopback.

    python benchmarks/bench_web.py             # or: make bench

The load and the server share the machine. The same profiles are answered in one process before and after, with the same
JSON written, so that the ratio holds when the speed of the machine drifts. Memory is that of all processes of the
server, until near the end a worker is killed: requests that it held are lost, and what was saved before is read back.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from fasmodell import load_rule_base, parse_profile, recommend, render_json
from fasmodell.resources import bundled

SECONDS = float(os.environ.get("FASMODELL_BENCH_SECONDS", "60"))
WORKERS = 2
CLIENTS = 4
UNDISTURBED = 0.9  # of the time; then a worker is killed
ALONE = 40  # answers in one process, before and after
_LOAD = "--load"


class Load(NamedTuple):
    """What a client saw: seconds of each answer, how many requests were lost, and the last that was answered."""

    took: list[float]
    lost: int


def main() -> None:
    """Measure and print. A missed goal is said, but it is no error: machines differ."""
    if _LOAD in sys.argv:
        address, seconds = sys.argv[2], float(sys.argv[3])
        for one in load(address, seconds):
            print(f"{one.lost} {' '.join(f'{took:.6f}' for took in one.took)}")
        return
    texts = profiles()
    before = alone(texts)
    with serving() as (server, port):
        saved = Path(tempfile.mkdtemp()) / "answer.json"
        saved.write_bytes(ask(http.client.HTTPConnection("127.0.0.1", port), texts[0])[0])
        content = saved.read_bytes()
        start = time.monotonic()
        script = [sys.executable, __file__, _LOAD, f"127.0.0.1:{port}", str(SECONDS)]
        client = subprocess.Popen(script, stdout=subprocess.PIPE, text=True)
        memory = list(memory_while(server.pid, client, start))
        out, _ = client.communicate()
        took = time.monotonic() - start
        kept = saved.read_bytes() == content
    after = alone(texts)
    report(out, took, memory, statistics.median([before, after]), kept)


def report(out: str, took: float, memory: list[float], one_process: float, kept: bool) -> None:
    """Print what was measured."""
    lines = [line.split() for line in out.splitlines()]
    lost, answered = sum(int(line[0]) for line in lines), sorted(float(one) for line in lines for one in line[1:])
    rate = len(answered) / took
    print(f"{WORKERS} workers, {CLIENTS} clients, {took:.0f} s: {len(answered):,} answers, {rate:,.1f} per second")
    print(f"in one process: {one_process:,.1f} per second; by HTTP {rate / one_process:.2f} times that")
    p50, p99 = (answered[int(len(answered) * share)] * 1000 for share in (0.5, 0.99))
    print(f"p50 {p50:,.0f} ms, p99 {p99:,.0f} ms, slowest {answered[-1] * 1000:,.0f} ms")
    third = max(1, len(memory) // 3)
    first, last = statistics.median(memory[third : 2 * third]), statistics.median(memory[-third:])
    print(f"memory of the server: {first:,.0f} MB in the second third, {last:,.0f} MB in the last: ", end="")
    print("flat" if last < first * 1.1 else "NOT FLAT", f"(highest {max(memory):,.0f} MB)")
    print(f"a worker was killed: {lost} requests lost, and the saved file is {'whole' if kept else 'LOST'}")
    print(f"this machine has {os.cpu_count()} processors, and a load of {os.getloadavg()[0]:.1f}")


def profiles() -> list[str]:
    """The example profiles."""
    return [path.read_text(encoding="utf-8") for path in sorted(bundled("examples").glob("*.yaml"))]


def alone(texts: list[str]) -> float:
    """Answers per second in this process, from YAML to JSON."""
    base = load_rule_base()
    for text in texts:
        render_json(recommend(parse_profile(text, base), base), base)
    start = time.perf_counter()
    for number in range(ALONE):
        render_json(recommend(parse_profile(texts[number % len(texts)], base), base), base)
    return ALONE / (time.perf_counter() - start)


@contextlib.contextmanager
def serving() -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The server in processes of its own, and its port."""
    words = [sys.executable, "-m", "fasmodell", "serve", "--port", "0", "--workers", str(WORKERS)]
    server = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr is not None
        port = int(server.stderr.readline().split("/")[2].rpartition(":")[2])
        while len(children(server.pid)) <= WORKERS:
            time.sleep(0.1)
        yield server, port
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(60)


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def memory_while(pid: int, client: subprocess.Popen[str], start: float) -> Iterator[float]:
    """Megabytes of all processes of the server, twice a second until a worker is killed."""
    while client.poll() is None:
        if time.monotonic() - start > SECONDS * UNDISTURBED:
            os.kill(children(pid)[-1], signal.SIGKILL)
            return
        yield sum(map(resident, [pid, *children(pid)])) / 1e6
        time.sleep(0.5)


def resident(pid: int) -> int:
    """Bytes of memory that a process holds; 0 when it has just ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def load(address: str, seconds: float) -> list[Load]:
    """What some clients saw who ask without a pause."""
    with ThreadPoolExecutor(CLIENTS) as clients:
        return list(clients.map(lambda _: asking(address, seconds), range(CLIENTS)))


def asking(address: str, seconds: float) -> Load:
    """One client."""
    texts, took, lost = profiles(), [], 0
    connection = http.client.HTTPConnection(address, timeout=30)
    until = time.monotonic() + seconds
    number = 0
    while time.monotonic() < until:
        start = time.perf_counter()
        try:
            content, status = ask(connection, texts[number % len(texts)])
        except (OSError, http.client.HTTPException):
            lost += 1
            connection.close()
            time.sleep(0.05)
            continue
        if status != 200 or not content.endswith(b"}\n"):
            sys.exit(f"an answer with status {status}: {content[:200]!r}")
        took.append(time.perf_counter() - start)
        number += 1
    return Load(took, lost)


def ask(connection: http.client.HTTPConnection, text: str) -> tuple[bytes, int]:
    """The answer to a profile, and its status."""
    connection.request("POST", "/v1/recommend", text.encode(), {"Content-Type": "application/yaml"})
    answer = connection.getresponse()
    return answer.read(), answer.status


if __name__ == "__main__":
    main()
