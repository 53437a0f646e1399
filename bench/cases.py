"""The cases: replies one after the other along a conversation, and twenty customers at once. All systems in turn."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from bench.house import House
from bench.programs import Program
from bench.talk import Customer, Reply, System, Tally, turns

# A system may still tidy up after its reply; that is not to count against the one that is asked next.
SETTLE_S = 0.01
# Customers with at most one open order, so that every system answers at once.
CALM = ("c-zh", "c-packed", "c-today", "c-cancelled", "c-refunded", "c-partial", "c-vip", "c-damaged")

Step = Callable[[], None]


@dataclass(frozen=True)
class Plan:
    """How much is measured."""

    quick: bool
    starts: int
    parse_rounds: int
    long_conversations: int
    short_conversations: int
    late_turn: int
    at_once_rounds: int
    customers_at_once: int = 20
    messages_each: int = 10

    @property
    def early(self) -> range:
        """Return the turns that count as turn 5: five around it, so that each message of the mix occurs once."""
        return range(3, 8)

    @property
    def late(self) -> range:
        """Return the turns that count as the late turn: ten around it."""
        return range(self.late_turn - 4, self.late_turn + 6)

    @property
    def turns_in_all(self) -> int:
        """Return how many turns the sequential case has for each system."""
        return self.long_conversations * (self.late.stop - 1) + self.short_conversations * (self.early.stop - 1)


FULL = Plan(False, 3, 20, 4, 4, 200, 3)
QUICK = Plan(True, 1, 2, 1, 1, 40, 1)


@dataclass
class Sequential:
    """Seconds by system and turn."""

    seconds: dict[str, dict[int, list[float]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))

    def around(self, system: str, window: range) -> list[float]:
        """Return a system's samples of some turns, in milliseconds."""
        by_turn = self.seconds[system]
        return [seconds * 1000 for turn in window for seconds in by_turn.get(turn, [])]


@dataclass
class AtOnce:
    """Samples of the parallel case by system: replies a second of each round, milliseconds of each reply, processor time."""

    rates: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    milliseconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    cpu_ms: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))


def sequential(house: House, plan: Plan, tallies: dict[str, Tally], step: Step) -> Sequential:
    """Lead conversations: the same message to each system in turn, the first one changing, then the next message."""
    found = Sequential()
    lengths = [plan.late.stop - 1] * plan.long_conversations + [plan.early.stop - 1] * plan.short_conversations
    for number, length in enumerate(lengths):
        house.forget()
        customer = house.customer(CALM[number % len(CALM)])
        talks = [(system.name, system.begin(customer)) for system in house.systems]
        for turn, text in zip(range(1, length + 1), turns(), strict=False):
            first = (turn + number) % len(talks)
            for name, conversation in talks[first:] + talks[:first]:
                reply = conversation.say(text)
                tallies[name].add(reply)
                found.seconds[name][turn].append(reply.seconds)
                time.sleep(SETTLE_S)
            step()
    return found


def at_once(house: House, plan: Plan, tallies: dict[str, Tally], step: Step) -> AtOnce:
    """Let many customers write at once, to one system after the other, in rounds."""
    found = AtOnce()
    systems = house.systems
    customers = _crowd(house, plan.customers_at_once)
    for number in range(plan.at_once_rounds):
        first = number % len(systems)
        for system in systems[first:] + systems[:first]:
            house.forget()
            time.sleep(1.0)
            programs = house.working_for(system)
            before = _cpu_s(programs)
            replies, seconds = _crowd_talks(system, customers, plan.messages_each)
            after = _cpu_s(programs)
            for reply in replies:
                tallies[system.name].add(reply)
            found.rates[system.name].append(len(replies) / seconds)
            found.milliseconds[system.name] += [reply.seconds * 1000 for reply in replies]
            if before is not None and after is not None:
                found.cpu_ms[system.name].append((after - before) * 1000 / len(replies))
            step()
    return found


def _crowd(house: House, count: int) -> list[Customer]:
    """Return different customers, calm ones first; two that the shop does not know make up the number of twenty."""
    known = sorted(house.customers, key=lambda customer: customer.id not in CALM)[:count]
    return known + [house.stranger(number) for number in range(count - len(known))]


def _crowd_talks(system: System, customers: Sequence[Customer], messages: int) -> tuple[list[Reply], float]:
    """Have all customers talk, each waiting for the answer before the next message; return replies and seconds in all."""
    talks = [system.begin(customer) for customer in customers]
    gate = threading.Barrier(len(talks) + 1)

    def talk(number: int) -> list[Reply]:
        gate.wait()
        # Each begins at another place of the mix, so that not everybody greets at once.
        texts = turns()
        for _ in range(number % 5):
            next(texts)
        return [talks[number].say(text) for _, text in zip(range(messages), texts, strict=False)]

    with ThreadPoolExecutor(len(talks)) as pool:
        running = [pool.submit(talk, number) for number in range(len(talks))]
        gate.wait()
        started = time.perf_counter()
        replies = [reply for one in running for reply in one.result()]
        return replies, time.perf_counter() - started


def _cpu_s(programs: Sequence[Program]) -> float | None:
    used = [program.cpu_s() for program in programs]
    return None if None in used else sum(one for one in used if one is not None)
