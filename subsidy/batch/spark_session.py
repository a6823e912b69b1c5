"""Spark in this process: started once for a master, silent, and set so that its figures are DuckDB's.

Sessions of several runs share one Spark. One that runs in the process already, because somebody else started it, is
used as it is, whatever its master.
"""

from __future__ import annotations

import atexit
import importlib.util
import logging
import os
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from subsidy import errors

EXACT_SETTINGS: Mapping[str, str] = {
    # a bad cast or an overflow is an error and not NULL
    "spark.sql.ansi.enabled": "true",
    # sums and products of decimals keep their declared scale
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    "spark.sql.legacy.decimal.retainFractionDigitsOnTruncate": "true",
    # a text may hold ${x}
    "spark.sql.variable.substitute": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.caseSensitive": "false",
}
"""Without these some figures or texts would differ, silently."""

_QUIET: Mapping[str, str] = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.catalogImplementation": "in-memory",
    # results come back in one piece, however large
    "spark.driver.maxResultSize": "0",
    # paths are those of the system, on every machine
    "spark.hadoop.fs.defaultFS": "file:///",
}
_HERE = "127.0.0.1"
_MASTERS = re.compile(r"local(\[(\d+|\*)(,\d+)?\])?|local-cluster\[\d+,\d+,\d+\]|spark://\S+|k8s://\S+|yarn")
_ACCEPTED = "local[2], spark://HOST:7077, yarn, k8s://https://HOST:PORT"
_NO_REASON = re.compile(r"\s*at |WARNING|Using |\d\d/\d\d/\d\d .* (WARN|INFO)")
"""How lines of the log begin that do not say why Spark failed."""
_SECONDS_TO_WAIT = 10
_MOST_QUOTED = 300


@dataclass(frozen=True)
class _Started:
    """A Spark that was started here, and the folder of its log and spill."""

    context: Any
    master: str
    home: Path

    @property
    def has_ended(self) -> bool:
        """Whether Spark gave up of itself."""
        return self.context._jsc is None or self.context._jsc.sc().isStopped()


_lock = threading.Lock()
_started: _Started | None = None


def session(master: str) -> Any:
    """A session of its own on the Spark of this process, which is started where there is none.

    Raises `errors.MissingExtra` without pyspark, `errors.BadValue` for a master that there cannot be,
    `errors.MasterAway` and `errors.SparkFailed` where Spark cannot be reached or started.
    """
    _require_pyspark()
    with _lock:
        context = _context(master)
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an optional part

    own = SparkSession(context).newSession()
    for name, value in EXACT_SETTINGS.items():
        own.conf.set(name, value)
    return own


def start(master: str, settings: Mapping[str, str] | None = None) -> None:
    """Start Spark with settings of one's own, for all sessions that follow; raises what `session` raises."""
    _require_pyspark()
    _refuse_master(master)
    with _lock:
        _stop()
        _start(master, settings or {})


def stop() -> None:
    """Stop the Spark that was started here, if any."""
    with _lock:
        _stop()


def _require_pyspark() -> None:
    if importlib.util.find_spec("pyspark") is None:
        raise errors.MissingExtra(what="Spark", extra="spark")


def _context(master: str) -> Any:
    from pyspark import SparkContext  # noqa: PLC0415 - an optional part

    active = SparkContext._active_spark_context
    is_ours = _started is not None and active is _started.context
    if active is not None and not is_ours:
        return active
    if _started is None or _started.master != master or _started.has_ended:
        _refuse_master(master)
        _stop()
        _start(master, {})
    assert _started is not None
    return _started.context


def _start(master: str, settings: Mapping[str, str]) -> None:
    global _started  # noqa: PLW0603 - there can be one in a process
    # its errors are raised; it would print them too
    logging.getLogger("SQLQueryContextLogger").disabled = True
    home = Path(tempfile.mkdtemp(prefix="subsidy-spark-"))
    try:
        _started = _Started(_new_context(master, {**_settings(master, home), **settings}, home / "log"), master, home)
    except BaseException:
        _end_java()
        shutil.rmtree(home, ignore_errors=True)
        raise
    atexit.unregister(stop)
    atexit.register(stop)


def _settings(master: str, home: Path) -> dict[str, str]:
    found = {**_QUIET, "spark.sql.warehouse.dir": str(home / "warehouse")}
    if _is_local(master):
        found |= {"spark.driver.bindAddress": _HERE, "spark.driver.host": _HERE, "spark.local.dir": str(home / "spill")}
        # most of a short run is compiling; the quick compiler halves it
        found |= {"spark.sql.shuffle.partitions": "8", "spark.driver.defaultJavaOptions": "-XX:TieredStopAtLevel=1"}
    return found


def _new_context(master: str, settings: Mapping[str, str], log: Path) -> Any:
    """Spark with what it prints going to a log instead of standard error; raises `errors.SparkFailed` with the reason."""
    from py4j.protocol import Py4JError  # noqa: PLC0415 - an optional part
    from pyspark import SparkConf, SparkContext  # noqa: PLC0415
    from pyspark.errors import PySparkException  # noqa: PLC0415

    conf = SparkConf().setMaster(master).setAppName("subsidy").setAll(list(settings.items()))
    try:
        with unwarned():
            return SparkContext(gateway=SparkContext._gateway or _gateway(conf, master, log), conf=conf)
    except (Py4JError, PySparkException, OSError) as error:
        raise errors.SparkFailed(master=master, problem=_reason(error, log)) from None


@contextmanager
def unwarned() -> Iterator[None]:
    """While parts of pyspark are loaded that warn of pandas, which nothing here goes through."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas")
        yield


def _gateway(conf: Any, master: str, log: Path) -> Any:
    from pyspark.java_gateway import launch_gateway  # noqa: PLC0415 - an optional part

    with log.open("w", encoding="utf-8") as sink, _environment(master):
        return launch_gateway(conf, {"stdout": sink, "stderr": sink})


@contextmanager
def _environment(master: str) -> Iterator[None]:
    """What Spark asks the environment when it starts: where it runs for itself alone, it needs no name of this machine."""
    before = dict(os.environ)
    if _is_local(master):
        os.environ.setdefault("SPARK_LOCAL_IP", _HERE)
    try:
        yield
    finally:
        for name in os.environ.keys() - before.keys():
            del os.environ[name]


def _is_local(master: str) -> bool:
    return master.startswith("local") and not master.startswith("local-cluster")


def _refuse_master(master: str) -> None:
    """Raise `errors.BadValue` for what is no master, `errors.MasterAway` where nobody listens; Spark itself would wait a minute."""
    if not _MASTERS.fullmatch(master):
        raise errors.BadValue(where="master", value=master, accepted=_ACCEPTED)
    if not master.startswith("spark://"):
        return
    problem: object = ""
    for host, port in (_host_and_port(place, master) for place in master.removeprefix("spark://").split(",")):
        try:
            socket.create_connection((host, port), _SECONDS_TO_WAIT).close()
        except OSError as error:
            problem = error.strerror or error
        else:
            return
    raise errors.MasterAway(master=master, problem=problem)


def _host_and_port(place: str, master: str) -> tuple[str, int]:
    host, _, port = place.rpartition(":")
    if not host or not port.isdecimal():
        raise errors.BadValue(where="master", value=master, accepted=_ACCEPTED)
    return host.strip("[]"), int(port)


def _reason(error: Exception, log: Path) -> str:
    """Why Spark did not start, in a line: what Java threw, else what was printed."""
    thrown = getattr(error, "java_exception", None)
    if thrown is not None:
        return _shortened(str(thrown.toString()).splitlines())
    printed = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []
    return _shortened([line for line in printed if not _NO_REASON.match(line)] or [str(error)])


def _shortened(lines: list[str]) -> str:
    said = " ".join(" ".join(lines).split())
    return said if len(said) <= _MOST_QUOTED else said[: _MOST_QUOTED - 1] + "…"


def _stop() -> None:
    global _started  # noqa: PLW0603 - there can be one in a process
    if _started is not None:
        with suppress(Exception):  # it may have ended by itself
            _started.context.stop()
        _end_java()
        shutil.rmtree(_started.home, ignore_errors=True)
        _started = None


def _end_java() -> None:
    """End the process in which Spark ran, and wait until it has gone: another master needs a new one."""
    from pyspark import SparkContext  # noqa: PLC0415 - an optional part

    gateway, SparkContext._gateway, SparkContext._jvm = SparkContext._gateway, None, None
    if gateway is not None:
        with suppress(Exception):
            gateway.shutdown()
        gateway.proc.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            gateway.proc.wait(_SECONDS_TO_WAIT)
