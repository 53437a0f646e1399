"""How the figures come about: the text that goes with every report."""

from __future__ import annotations

from bench.stock.project import DIET_EPOCHS
from bench.talk import MIX

METHOD: dict[str, str | int] = {
    "systems": "warmline_chat: POST /api/chat (gateway, database, Rasa with Warmline's components, action server, demo "
    "shop). warmline_bot: the same Rasa process through its gateway channel (no gateway, no database of "
    "messages). stock: Rasa's shipped default configuration "
    "(rasa/engine/recipes/config_files/default_config.yml; only DIET's epochs are fewer) with its SQL tracker"
    " store on SQLite, through its REST channel. Stock has Warmline's domain, utterances and rules, the rules"
    " also as one-turn stories so that TED and UnexpecTED have something to learn; it asks the same action "
    "server process. It is spared Rasa's default of sending the whole domain with each action call.",
    "time": "From sending a request over a new loopback connection to the answer's last byte. One client for all "
    "systems.",
    "order": "One conversation a system, side by side: each message goes to the three systems one after the other, a "
    "different one first each turn, 10 ms apart, so that whatever else the machine does meets all alike. The "
    "parallel rounds, the parsing rounds and the starts alternate too.",
    "mix": "The same five messages over and over, in this order: " + " / ".join(text for _, text in MIX),
    "turns": "turn 5: turns 3 to 7; the late turn: the ten turns around it; the mix is equally frequent in both.",
    "at_once": "Twenty conversations in parallel with one system, each customer writing the next message when the last "
    "one is answered; replies a second = all replies ÷ time from the common start to the last reply. cpu_ms: "
    "processor time of all the system's processes ÷ replies.",
    "statistics": "p95 is the nearest rank. Ratios are stock's median ÷ Warmline's (for replies a second the other way "
    "round): above 1 Warmline is ahead, below 1 behind. low and high: 95 % bootstrap interval (2,000 "
    "resamples).",
    "not_equal": "Warmline's replies also read the emotion, store each message before answering (chat), remember what was "
    "said and are written in the customer's language; stock's values are put in unformatted. Both tracker "
    "stores keep each event; stock's commits with SQLite's default journal, Warmline's with write-ahead log. "
    "Stock's DIET ran fewer epochs than by default, which changes what it understands, not what it costs.",
    "diet_epochs": DIET_EPOCHS,
}
