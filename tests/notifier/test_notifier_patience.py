"""Merchants that take their time, for ever or on purpose: the notifier gives up in time, and nobody else waits."""

from __future__ import annotations

import asyncio
import resource
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import pytest
from notifier_kit import MINUTE, Scene, Shop, said, street
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from harness.journal import Actor
from harness.wallet.payments import Payment


@pytest.fixture(scope="module", autouse=True)
def servers() -> Iterator[None]:
    with street():
        yield


async def _never(request: Request) -> Response:
    """Answer only when nobody listens any more."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    return Response()


async def _half(_request: Request) -> Response:
    async def chunks() -> AsyncIterator[bytes]:
        yield b'{"result":'
        await asyncio.Event().wait()

    return StreamingResponse(chunks())


async def _four_megabytes(_request: Request) -> Response:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(1000):
            yield b" " * 4096

    return StreamingResponse(chunks())


@pytest.mark.parametrize("answer", [_never, _half])
def test_an_answer_that_does_not_come_in_time_is_no_answer(answer: object) -> None:
    with Scene(answer, said("S"), answer_seconds=1) as scene:  # type: ignore[arg-type]
        scene.notify()
        assert [(d.outcome, d.answer) for d in scene.deliveries()] == [("no answer", "no answer within 1 s")]
        scene.pass_time(2 * MINUTE)
        assert scene.deliveries()[-1].outcome == "acknowledged"


def test_a_very_long_answer_is_cut_off() -> None:
    with Scene(_four_megabytes) as scene:
        scene.notify()
        (delivery,) = scene.deliveries()
        assert (delivery.outcome, delivery.status) == ("not acknowledged", 200)
        assert len(delivery.answer) <= 1000


@pytest.mark.parametrize(
    "sent", [b"", b"HTTP/1.1 2", b"220 mail ready\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"]
)
def test_a_connection_that_breaks_is_no_answer(sent: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, Scene() as scene:

        async def break_off() -> None:
            connection, _ = await asyncio.get_running_loop().sock_accept(server)
            with connection:
                await asyncio.get_running_loop().sock_recv(connection, 65536)
                await asyncio.get_running_loop().sock_sendall(connection, sent)

        server.setblocking(False)
        payment = scene.payment(url=f"http://127.0.0.1:{server.getsockname()[1]}/notify")

        async def both() -> None:
            breaking = asyncio.ensure_future(break_off())
            cause = scene.world.journal.messages[-1]
            await asyncio.gather(scene.notifier.notify(scene.world, payment, cause), breaking)

        scene.notify(scene.payment())
        scene.backstage.run(both())
        delivery = scene.world.deliveries.of(payment.payment_id)[0]
        assert delivery.outcome == "no answer"
        assert delivery.answer


@pytest.fixture
def many_files() -> Iterator[None]:
    """Let this process have the 1,000 connections that the machine may grant it, but does not by default."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 4096 if hard == resource.RLIM_INFINITY else min(4096, hard)
    if wanted < 2048:
        pytest.skip("this machine does not allow 2,048 open files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_500_deliveries_wait_for_a_slow_merchant_and_nobody_waits_for_them(many_files: None) -> None:
    """The slow merchant answers none before it has all: so all of them are under way at once."""
    count = 500
    arrived: list[Request] = []
    other = Shop()

    async def slow(request: Request) -> Response:
        arrived.append(request)
        if len(arrived) == count:
            everybody_there.set()
        await may_answer.wait()
        return said("S")

    with Scene(slow, answer_seconds=60) as scene:
        everybody_there, may_answer = scene.backstage.call(asyncio.Event), scene.backstage.call(asyncio.Event)
        other_origin = scene.backstage.serve(other.app())
        cause = scene.world.journal.fact(Actor.WALLET_BACKEND, "ledger", {})

        async def begin(payment: Payment) -> None:
            await scene.notifier.notify(scene.world, payment, cause)

        async def play() -> None:
            async with asyncio.timeout(50):
                under_way = [asyncio.ensure_future(begin(scene.payment())) for _ in range(count)]
                await everybody_there.wait()
                await begin(scene.payment(url=f"{other_origin}/notify"))
                assert scene.world.deliveries.all()[-1].outcome == "acknowledged"
                assert not any(task.done() for task in under_way)
                fired = asyncio.Event()
                scene.clock.at(scene.clock.now(), _setting(fired))
                await fired.wait()
                may_answer.set()
                await asyncio.gather(*under_way)

        scene.backstage.run(play())
        assert len(other.got) == 1
        assert [d.outcome for d in scene.deliveries()] == ["acknowledged"] * (count + 1)


def _setting(event: asyncio.Event) -> Callable[[], Awaitable[None]]:
    async def job() -> None:
        event.set()

    return job


def test_a_delivery_under_way_delays_no_job_of_the_clock() -> None:
    """In real time: a second delivery falls due and is never answered, while another payment expires."""
    with Scene(said("U"), _never, schedule_seconds=(0, 1), answer_seconds=60) as scene:
        scene.notify()

        async def play() -> None:
            async with asyncio.timeout(30):
                expired = asyncio.Event()
                scene.clock.at(scene.clock.now() + 1001, _setting(expired))
                await expired.wait()

        scene.backstage.run(play())
        scene.backstage.run(_until(lambda: len(scene.shop.got) == 2))
        assert len(scene.deliveries()) == 1


async def _until(fact: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not fact():
            await asyncio.get_running_loop().run_in_executor(None, lambda: None)
