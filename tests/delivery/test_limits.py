"""Slots and rate: never above the limit, first come first served, nothing lost by a cancellation."""

import asyncio
from bisect import bisect_left

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.delivery.limits.limiter import RECOVERY_STREAK, Limiter
from service.delivery.limits.rate import TokenBucket
from service.delivery.limits.slots import Slots
from tests.support.clock import FakeClock, settle


@settings(max_examples=60, deadline=None)
@given(
    limit=st.integers(1, 6),
    window=st.floats(0.5, 10.0),
    requests=st.lists(st.tuples(st.floats(0.0, 3.0), st.floats(0.0, 2.0)), min_size=1, max_size=40),
)
async def test_no_sliding_window_holds_more_than_the_limit(
    limit: int, window: float, requests: list[tuple[float, float]]
) -> None:
    """Wherever between its start and its end a request counts, no window of that length holds more than the limit."""
    clock = FakeClock()
    bucket = TokenBucket(limit, window, clock)
    spans: list[tuple[float, float]] = []

    async def request(arrival: float, duration: float) -> None:
        await clock.sleep(arrival)
        await bucket.acquire()
        begun = clock.monotonic()
        await clock.sleep(duration)
        spans.append((begun, clock.monotonic()))
        bucket.release()

    tasks = [asyncio.create_task(request(*times)) for times in requests]
    await clock.run_until(lambda: all(task.done() for task in tasks))
    for counted in (0, 1):
        moments = sorted(span[counted] for span in spans)
        for index, moment in enumerate(moments):
            assert bisect_left(moments, moment + window - 1e-9) - index <= limit


async def test_a_heavy_waiter_is_not_starved_by_light_ones() -> None:
    """Whoever waits first is served first, whatever it weighs."""
    clock = FakeClock()
    bucket = TokenBucket(4, 10.0, clock)
    await bucket.acquire(3)
    order: list[str] = []

    async def take(name: str, weight: int) -> None:
        await bucket.acquire(weight)
        order.append(name)

    waiters = [asyncio.create_task(take("heavy", 4)), asyncio.create_task(take("light", 1))]
    await settle()
    assert not order
    bucket.release(3)
    await clock.advance(10.0)
    assert order == ["heavy"]
    bucket.cancel(4)
    await clock.run_until(lambda: order == ["heavy", "light"])
    assert all(waiter.done() for waiter in waiters)


async def test_more_than_the_bucket_holds_is_refused_at_once() -> None:
    """A weight that can never be served raises instead of waiting for ever."""
    with pytest.raises(ValueError, match="bucket that holds 2"):
        await TokenBucket(2, 1.0, FakeClock()).acquire(3)


async def test_cancelling_a_waiter_loses_nothing() -> None:
    """After a cancelled wait every slot and token can still be had, in order."""
    clock = FakeClock()
    slots, bucket = Slots(1), TokenBucket(1, 5.0, clock)
    limiter = Limiter(slots, Slots(1), bucket, clock, pause=1.0)
    holding = asyncio.Event()

    async def hold() -> None:
        async with limiter.permit():
            await holding.wait()

    first = asyncio.create_task(hold())
    second = asyncio.create_task(hold())
    third = asyncio.create_task(hold())
    await settle()
    second.cancel()
    holding.set()
    await clock.run_until(lambda: first.done() and third.done())
    assert slots.in_use == 0
    await clock.advance(5.0)
    assert bucket.available() == 1


async def test_two_tenants_of_one_company_share_its_slots() -> None:
    """The company's slots hold across tenants, whatever each is allowed."""
    clock = FakeClock()
    company = Slots(2)
    tenants = [Limiter(Slots(2), company, TokenBucket(100, 1.0, clock), clock, pause=1.0) for _ in range(2)]
    most = 0

    async def request(limiter: Limiter) -> None:
        nonlocal most
        async with limiter.permit():
            most = max(most, company.in_use)
            await clock.sleep(1.0)

    tasks = [asyncio.create_task(request(limiter)) for limiter in tenants * 10]
    await clock.run_until(lambda: all(task.done() for task in tasks))
    assert most == 2


async def test_a_throttle_answer_pauses_everybody_and_slots_come_back_one_by_one() -> None:
    """The pause lasts what Intacct asked for; fewer slots are used until a streak of good answers."""
    clock = FakeClock()
    slots = Slots(8)
    limiter = Limiter(slots, Slots(8), TokenBucket(1000, 1.0, clock), clock, pause=5.0)
    limiter.throttled(30.0)
    assert slots.allowed == 4
    entered = asyncio.create_task(limiter.permit().__aenter__())
    await clock.advance(29.0)
    assert not entered.done()
    await clock.advance(1.5)
    assert entered.done()
    for _ in range(RECOVERY_STREAK):
        limiter.untroubled()
    assert slots.allowed == 5
