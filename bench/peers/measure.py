"""Runs a program and writes what it took: python measure.py FIGURES STDOUT STDERR PROGRAM ARGUMENT..."""

import json
import resource
import subprocess
import sys
import time

figures, stdout, stderr, *program = sys.argv[1:]
with open(stdout, "wb") as out, open(stderr, "wb") as err:
    started = time.monotonic()
    exit_code = subprocess.call(program, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
    seconds = time.monotonic() - started
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(figures, "w") as file:
    json.dump({"exitCode": exit_code, "seconds": seconds, "cpuSeconds": usage.ru_utime + usage.ru_stime}, file)
