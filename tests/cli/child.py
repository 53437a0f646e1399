"""A real child for the supervisor's tests: `child.py NAME PORT BEHAVIOUR…`. It writes what it does to `NAME.events`."""

import http.server
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

name, port, behaviour = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
started = time.time()


def note(event: str) -> None:
    with Path(f"{name}.events").open("a", encoding="utf-8") as file:
        file.write(f"{event} {os.getpid()} {time.time()}\n")


def end(*_: object) -> None:
    note("stopped")
    print("bye", flush=True)
    os._exit(0)


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/die":
            print("the cat stepped on the plug", flush=True)
            os._exit(3)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return


note("started")
signal.signal(signal.SIGTERM, signal.SIG_IGN if "stubborn" in behaviour else end)
if "broken" in behaviour:
    print("Traceback, as usual\nno such file: recipe.yml\n", flush=True)
    sys.exit(1)
if "chatty" in behaviour:
    print("x" * 300_000 + "\n", flush=True)
if "parent" in behaviour:
    note(f"grandchild={subprocess.Popen(['sleep', '60']).pid}")
if "sleepy" in behaviour:
    time.sleep(60)
http.server.HTTPServer(("127.0.0.1", port), Handler).serve_forever()
