"""A process that writes posts as fast as it can: `python -m tests.faults.scribe <username> <words> <seconds>`.

Prints "ready", waits for a line, writes, and prints a JSON object: the texts that were committed, the errors, the
longest time one took (seconds).
"""

import json
import sys
import time

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from flasky import transaction
from flasky.factory import create_app
from flasky.operations import posts
from flasky.queries import users


def write(app: Flask, username: str, words: str, seconds: float) -> dict[str, object]:
    """Publish and commit, each post in a context of its own, as requests do."""
    written, errors, slowest, number = [], [], 0.0, 0
    end = time.monotonic() + seconds
    while (begun := time.monotonic()) < end:
        text, number = f"{words} writes text {number}", number + 1
        try:
            with app.app_context():
                posts.publish(users.by_name(username), title="", body=text, key=text)
                transaction.commit()
            written.append(text)
        except SQLAlchemyError as error:
            errors.append(f"{text}: {error}")
        slowest = max(slowest, time.monotonic() - begun)
    return {"written": written, "errors": errors, "slowest": slowest}


if __name__ == "__main__":
    name, own_words, duration = sys.argv[1:]
    own_app = create_app()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    sys.stdout.write(json.dumps(write(own_app, name, own_words, float(duration))) + "\n")
