"""How long it takes until each is ready, and what it holds then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.cases import CALM, Plan
from bench.house import House
from bench.talk import MIX, Tally


@dataclass
class Starts:
    """Seconds until ready by what was started, MB after that, milliseconds of the very first reply by system."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    memory_mb: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    first_reply_ms: dict[str, float] = field(default_factory=dict)


def measure(house: House, plan: Plan, tallies: dict[str, Tally], step: Callable[[], None]) -> Starts:
    """Start each Rasa alone, in turn, again and again; in the end start everything and leave it running."""
    found = Starts()
    for number in range(plan.starts):
        for program in (house.rasa, house.stock) if number % 2 == 0 else (house.stock, house.rasa):
            found.seconds[program.name].append(program.start())
            found.memory_mb[f"{program.name}_when_ready"].append(program.memory_mb())
            program.stop()
            step()
    whole = (house.actions, house.rasa, house.gateway)
    for program in whole:
        program.launch()
    found.seconds["warmline_whole"].append(max(program.wait() for program in whole))
    house.stock.start()
    customer = house.customer(CALM[0])
    for system in house.systems:
        # The bot alone is the process that the chat has woken already.
        reply = system.begin(customer).say(MIX[0][1])
        tallies[system.name].add(reply)
        if system.name != "warmline_bot":
            found.first_reply_ms[system.name] = reply.seconds * 1000
    step()
    return found


def memory_after_work(house: House, found: Starts) -> None:
    """Note what every program holds after all that was asked of it."""
    for program in house.programs:
        found.memory_mb[f"{program.name}_after_work"].append(program.memory_mb())
