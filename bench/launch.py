"""Runs a command and writes what the system says it cost to a file: `python launch.py FILE COMMAND…`

The system counts the peak memory of a process from that of the one which starts it, so this one imports next to nothing.
"""

import json
import os
import subprocess
import sys
import time

UNIT_OF_PEAK = 1 if sys.platform == "darwin" else 1024


def main(report: str, *command: str) -> int:
    begun = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    cost = {
        "seconds": time.perf_counter() - begun,
        "processor": usage.ru_utime + usage.ru_stime,
        "peak": usage.ru_maxrss * UNIT_OF_PEAK,
    }
    with open(report, "w", encoding="utf-8") as sink:
        json.dump(cost, sink)
    return process.returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
