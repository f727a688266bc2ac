"""The wallet's line of the bench: signed requests a second on one core, beside a bare handler with the same RSA work."""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.wallet_server import CLIENT_ID, PAY_PATH, body
from harness.wallet.keys import PrivateKey, new_key, private_pem, public_pem
from harness.wallet.signing import sign, signed_text

ROOT = Path(__file__).parents[1]
CONNECTIONS = 8


@dataclass(frozen=True, slots=True)
class Load:
    """What one round came to: requests a second, and the 99th percentile of the answers' times in ms."""

    rate: float
    p99: float


def wallet_bench(pairs: int, requests: int, kept: int) -> None:
    """Load both servers in turn and print rates, ratio, p99, and what a kept payment weighs."""
    cores = sorted(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as folder:
        keys = Path(folder)
        merchant, wallet = new_key(), new_key()
        (keys / "merchant.pub").write_bytes(public_pem(merchant.public_key()))
        (keys / "wallet.pem").write_bytes(private_pem(wallet))
        made = _requests(merchant, (pairs + 1) * requests)
        rounds: dict[str, list[Load]] = {"bare": [], "wallet": []}
        with _server("bare", keys, cores[0]) as bare, _server("wallet", keys, cores[0]) as ours:
            os.sched_setaffinity(0, cores[1:] or cores)
            try:
                for number in range(pairs + 1):
                    batch = made[number * requests : (number + 1) * requests]
                    for name, port in (("bare", bare), ("wallet", ours)):
                        load = asyncio.run(_round(port, batch))
                        if number:
                            rounds[name].append(load)
            finally:
                os.sched_setaffinity(0, cores)
        ratio = statistics.median(o.rate / b.rate for o, b in zip(rounds["wallet"], rounds["bare"], strict=True))
        for name, loads in rounds.items():
            rate, p99 = statistics.median(x.rate for x in loads), statistics.median(x.p99 for x in loads)
            print(f"{name:9} {rate:6.0f} signed pay requests a second on one core, p99 {p99:.1f} ms")
        print(f"ratio     {ratio:6.2f} (median of {pairs} pairs of {requests} requests; aim 0.70)")
        command = [sys.executable, "-m", "bench.wallet_server", "memory", str(keys), f"--count={kept}"]
        weighed = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
        print(f"memory    {weighed['bytes']:6.0f} bytes a kept payment ({weighed['payments']:,} kept)")


def _requests(key: PrivateKey, count: int) -> list[bytes]:
    made = []
    for number in range(count):
        raw = json.dumps(body(number)).encode()
        moment = datetime.now(UTC).isoformat(timespec="seconds")
        signature = sign(key, signed_text(PAY_PATH, CLIENT_ID, moment, raw))
        head = (
            f"POST {PAY_PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            f"Client-Id: {CLIENT_ID}\r\nRequest-Time: {moment}\r\nSignature: {signature}\r\n"
            f"Content-Length: {len(raw)}\r\n\r\n"
        )
        made.append(head.encode() + raw)
    return made


@contextmanager
def _server(kind: str, keys: Path, core: int) -> Iterator[int]:
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.wallet_server", kind, str(keys)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        os.sched_setaffinity(process.pid, {core})
        line = process.stdout.readline() if process.stdout else ""
        if not line.strip().isdigit():
            raise SystemExit(f"the {kind} server did not start")
        yield int(line)
    finally:
        process.terminate()
        process.wait()
        if process.stdout:
            process.stdout.close()


async def _round(port: int, batch: list[bytes]) -> Load:
    times: list[float] = []
    todo = iter(batch)

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for request in todo:
            began = time.perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            fields = head.lower().split(b"\r\n")
            length = next(int(f[15:]) for f in fields if f.startswith(b"content-length:"))
            answer = await reader.readexactly(length)
            times.append((time.perf_counter() - began) * 1000)
            if b'"ACCEPT"' not in answer:
                raise SystemExit(f"an answer of the bench is wrong: {answer[:300]!r}")
        writer.close()
        await writer.wait_closed()

    began = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(CONNECTIONS)))
    return Load(len(batch) / (time.perf_counter() - began), statistics.quantiles(times, n=100)[98])
