#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Runs a command with a daemon that answers every question with RESULT; its
end is that of the command.

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
        process = subprocess.Popen(
            command, env=dict(os.environ, JINDU_SERVER=endpoint))
        while process.poll() is None:
            if router.poll(10):
                *peer, text = router.recv_multipart()
                answer = {"jsonrpc": "2.0", "id": json.loads(text)["id"],
                          "result": json.loads(result)}
                router.send_multipart([*peer, json.dumps(answer).encode()])
        context.destroy(0)
    sys.exit(process.returncode)


if __name__ == "__main__":
    main()
