"""Jobs that fill a site with made-up people, and take them away again."""

import secrets
from itertools import islice

from flasky import transaction
from flasky.errors import SiteInUse
from flasky.lib import passwords
from flasky.models import Job
from flasky.operations import demo, jobs
from flasky.queries.acting import OPERATOR

PEOPLE, POSTS, SEED = 50, 300, "1"
AT_ONCE = 50


def fill(job: Job) -> None:
    """Add people whose password nobody knows, and their posts; what a killed run added is left as it is."""
    password_hash = passwords.hash_password(secrets.token_urlsafe(32))
    try:
        demo.add_people(OPERATOR, number=PEOPLE, seed=SEED, hashes={}, other_hash=password_hash)
    except SiteInUse:  # somebody signed up meanwhile
        _finish(job)
        return
    transaction.commit()
    authors = demo.authors(number=PEOPLE, seed=SEED)
    demo.add_follows(OPERATOR, authors, seed=SEED)
    missing = demo.unwritten(authors, number=POSTS, seed=SEED)
    transaction.commit()
    while chunk := list(islice(missing, AT_ONCE)):
        demo.add_posts(OPERATOR, chunk)
        transaction.commit()
    _finish(job)


def remove(job: Job) -> None:
    """Take the made-up people and their posts away, a hundred people at a time."""
    while demo.remove_some(OPERATOR):
        transaction.commit()
    _finish(job)


def _finish(job: Job) -> None:
    jobs.finish(job)
    transaction.commit()


HANDLERS = {"demo.fill": fill, "demo.remove": remove}
