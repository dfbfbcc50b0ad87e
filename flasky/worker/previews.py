"""Jobs that draw the picture beside the links to a post, and take it away from one that is not for everybody."""

from pathlib import Path

from flasky import transaction
from flasky.http import previews as cards
from flasky.http.settings import settings
from flasky.lib import built_files, previews
from flasky.lib.previews import Card
from flasky.media import avatars
from flasky.media import previews as files
from flasky.models import Job
from flasky.operations import jobs
from flasky.queries import posts

FONTS = ("DejaVuSans-Bold.ttf", "DejaVuSans.ttf")


def draw(job: Job) -> None:
    """Draw what a post's picture shows now, unless it is there; no transaction is open meanwhile."""
    data, post_id = settings().flasky_data_dir, job.target_id
    with transaction.reading():
        post = posts.public_by_id(post_id)
        card = cards.card_of(post) if post is not None else None
    if card is None:
        files.remove(post_id, of=data)
    elif files.file(post_id, card.digest, of=data) is None:
        files.keep(_drawn(card, data), post_id=post_id, card=card, of=data)
    jobs.finish(job)
    transaction.commit()


def sweep() -> None:
    """Take away the pictures of posts that are not for everybody any more, and what was left over, folder by folder."""
    transaction.commit()
    data = settings().flasky_data_dir
    for folder in files.folders(data):
        files.sweep(folder)
        there = files.posts_in(folder)
        with transaction.reading():
            public = posts.public_among(there)
        for post_id in there - public:
            files.remove(post_id, of=data)


def _drawn(card: Card, data: Path) -> bytes:
    portrait = avatars.file(f"{card.picture}-{avatars.LARGE}.webp", of=data) if card.picture else None
    bold, plain = (built_files.path_of(name) for name in FONTS)
    return previews.png(card, portrait=portrait.read_bytes() if portrait else b"", fonts=(bold, plain))


HANDLERS = {"preview.draw": draw}
