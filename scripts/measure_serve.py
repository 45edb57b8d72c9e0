#!/usr/bin/env python3
"""How soon `nlbsim serve` serves, and what many watches cost it.

  scripts/measure_serve.py build/release/nlbsim [--watches 1000] [--starts 20]

Prints the time from the start of the program to the first byte of a watch's first event, and the memory that each of so
many open watches takes once all have been told of one change. Exit 1 if a watch was not.
"""
import argparse
import http.client
import json
import resource
import signal
import socket
import statistics
import subprocess
import sys
import time

WATCH = b"GET /api/v1/namespaces/default/configmaps?watch=1 HTTP/1.1\r\nHost: x\r\n\r\n"
NODES = b"GET /api/v1/nodes?watch=1 HTTP/1.1\r\nHost: x\r\n\r\n"


class Server:
    def __init__(self, program):
        self.process = subprocess.Popen([program, "serve", "--kube-listen", "127.0.0.1:0", "--aws-listen", "127.0.0.1:0"],
                                        stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        host, _, port = line.rpartition("http://")[2].strip().rpartition(":")
        self.address = (host, int(port))

    def memory_kib(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=30)


def read_until(stream, mark):
    seen = b""
    while mark not in seen:
        got = stream.recv(65536)
        if not got:
            return False
        seen += got
    return True


def start_time_ms(program):
    begin = time.monotonic()
    server = Server(program)
    with socket.create_connection(server.address) as stream:
        stream.sendall(NODES)
        served = read_until(stream, b'"ADDED"')
    taken = (time.monotonic() - begin) * 1000
    server.stop()
    if not served:
        raise SystemExit("the first watch was not served")
    return taken


def open_watches(program, count):
    """Memory before and with the watches, and how many of them have been told of a change."""
    server = Server(program)
    before = server.memory_kib()
    streams = []
    for _ in range(count):
        stream = socket.create_connection(server.address)
        stream.settimeout(30)
        stream.sendall(WATCH)
        streams.append(stream)
    for stream in streams:
        read_until(stream, b"\r\n\r\n")
    writer = http.client.HTTPConnection(*server.address)
    writer.request("POST", "/api/v1/namespaces/default/configmaps", json.dumps({"metadata": {"name": "told"}}),
                   {"Content-Type": "application/json"})
    writer.getresponse().read()
    begin = time.monotonic()
    told = sum(read_until(stream, b'"told"') for stream in streams)
    taken = (time.monotonic() - begin) * 1000
    with_watches = server.memory_kib()
    for stream in streams:
        stream.close()
    server.stop()
    return before, with_watches, told, taken


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--watches", type=int, default=1000)
    parser.add_argument("--starts", type=int, default=20)
    options = parser.parse_args()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(options.watches + 100, hard)), hard))
    starts = [start_time_ms(options.program) for _ in range(options.starts)]
    print(f"start to first watch event: median {statistics.median(starts):.1f} ms, longest {max(starts):.1f} ms, "
          f"of {options.starts} starts")
    before, after, told, taken = open_watches(options.program, options.watches)
    print(f"{told} of {options.watches} watches told of a change, the last read {taken:.1f} ms after it")
    print(f"memory: {before} KiB before, {after} KiB with them, {(after - before) / options.watches:.1f} KiB a watch")
    return 0 if told == options.watches else 1


if __name__ == "__main__":
    sys.exit(main())
