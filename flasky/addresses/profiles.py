"""People: how they are seen, whom they follow, what they are told and what they chose."""

from urllib.parse import quote, urlencode

from flasky.models import Actor


def complete_people() -> str:
    """Return where a script asks whose names begin so."""
    return "/complete/people"


def profile(username: str) -> str:
    """Return the profile of a username."""
    return f"/@{quote(username)}"


def author(actor: Actor) -> str:
    """Return the profile of an actor."""
    return profile(actor.username)


def notifications(show: str = "") -> str:
    """Return what one was told, or a part of it."""
    return "/notifications" + (f"?{urlencode({'show': show})}" if show else "")


def unread_count() -> str:
    """Return where a script asks how many notifications are unread."""
    return "/notifications/count"


def open_notification(notification_id: int) -> str:
    """Return where a notification is read, which leads on to what it is about."""
    return f"/notifications/{notification_id}/open"


def read_notification(notification_id: int) -> str:
    """Return where a notification is marked as read."""
    return f"/notifications/{notification_id}/read"


def read_notifications() -> str:
    """Return where all notifications are marked as read."""
    return "/notifications/read"


def notification_settings() -> str:
    """Return where one chooses how to hear of what."""
    return "/settings/notifications"


def unsubscribe(token: str) -> str:
    """Return the page, and for mail programs the target, that ends letters of one kind."""
    return f"/unsubscribe/{token}"


def followers(actor: Actor) -> str:
    """Return who follows somebody."""
    return f"{author(actor)}/followers"


def following(actor: Actor) -> str:
    """Return whom somebody follows."""
    return f"{author(actor)}/following"


def comments_by(actor: Actor) -> str:
    """Return what somebody commented."""
    return f"{author(actor)}/comments"


def hover_card(actor: Actor) -> str:
    """Return the small card of somebody that stands beside a link to them."""
    return f"{author(actor)}/card"


def follow(actor: Actor) -> str:
    """Return where one follows somebody."""
    return f"{author(actor)}/follow"


def unfollow(actor: Actor) -> str:
    """Return where one follows somebody no more, or takes back the request to."""
    return f"{author(actor)}/unfollow"


def accept_follower(actor: Actor) -> str:
    """Return where a request to follow oneself is accepted."""
    return f"{author(actor)}/accept"


def decline_follower(actor: Actor) -> str:
    """Return where a request to follow oneself is declined."""
    return f"{author(actor)}/decline"


def remove_follower(actor: Actor) -> str:
    """Return where one ends that somebody follows oneself."""
    return f"{author(actor)}/remove-follower"


def mute(actor: Actor) -> str:
    """Return where one mutes somebody."""
    return f"{author(actor)}/mute"


def unmute(actor: Actor) -> str:
    """Return where one mutes somebody no more."""
    return f"{author(actor)}/unmute"


def block(actor: Actor) -> str:
    """Return where one blocks somebody."""
    return f"{author(actor)}/block"


def unblock(actor: Actor) -> str:
    """Return where one blocks somebody no more."""
    return f"{author(actor)}/unblock"


def own_profile() -> str:
    """Return where one edits one's own profile."""
    return "/settings/profile"


def own_picture() -> str:
    """Return where one's own picture is sent."""
    return "/settings/profile/picture"


def remove_own_picture() -> str:
    """Return where one's own picture is taken away."""
    return "/settings/profile/picture/remove"


def own_followers() -> str:
    """Return where one answers requests to follow oneself and chooses whether there are any."""
    return "/settings/followers"


def own_blocks() -> str:
    """Return whom one blocks."""
    return "/settings/blocks"


def own_mutes() -> str:
    """Return whom one mutes."""
    return "/settings/mutes"


def generated_picture(username: str) -> str:
    """Return the picture that is made of a username."""
    return f"/avatars/{username}.svg"


def stored_picture(digest: str, size: int) -> str:
    """Return a picture that was uploaded, by its digest, so many pixels wide and high."""
    return f"/media/avatars/{digest}-{size}.webp"


def wishes() -> str:
    """Return where one says what one wishes of crawlers."""
    return "/settings/privacy"


def writing_settings() -> str:
    """Return where one chooses whom the posts are for that one writes from now on."""
    return "/settings/writing"
