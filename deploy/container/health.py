"""The container's health check: is this site ready to serve? The standard library is all it needs."""

import sys
import urllib.error
import urllib.request

READY = "http://127.0.0.1:5000/readyz"
PATIENCE = 8  # seconds


def main(address: str = READY) -> int:
    """Print what the site says of itself; 0 when it can serve, 1 when it cannot or does not answer."""
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 - our own address
            sys.stdout.write(answer.read().decode())
            return 0
    except urllib.error.HTTPError as error:
        sys.stdout.write(error.read().decode())
    except OSError as error:
        sys.stdout.write(f"{address} does not answer: {error}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
