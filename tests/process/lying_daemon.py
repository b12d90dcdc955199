#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Runs a command with a daemon that answers every question with RESULT, in
which a # is the number of the question; its end is that of the command.

Usage: lying_daemon.py RESULT COMMAND [ARGUMENT ...]
"""
import json
import os
import subprocess
import sys
import tempfile

import zmq


def main():
    result, command = sys.argv[1], sys.argv[2:]
    with tempfile.TemporaryDirectory() as directory:
        endpoint = "ipc://%s/requests" % directory
        context = zmq.Context()
        router = context.socket(zmq.ROUTER)
        router.bind(endpoint)
        asked = 0
        process = subprocess.Popen(
            command, env=dict(os.environ, JINDU_SERVER=endpoint))
        while process.poll() is None:
            if router.poll(10):
                *peer, text = router.recv_multipart()
                asked += 1
                told = json.loads(result.replace("#", str(asked)))
                answer = {"jsonrpc": "2.0", "id": json.loads(text)["id"],
                          "result": told}
                router.send_multipart([*peer, json.dumps(answer).encode()])
        context.destroy(0)
    sys.exit(process.returncode)


if __name__ == "__main__":
    main()
