"""Lists of posts, posts, conversations, marks and tags."""

from urllib.parse import quote, urlencode

from flasky.addresses.profiles import profile
from flasky.models import Post


def home() -> str:
    """Return the home page."""
    return "/"


def all_posts() -> str:
    """Return everybody's posts by name."""
    return "/all"


def followed_posts() -> str:
    """Return the home timeline by name: own posts and those of people and tags one follows."""
    return "/followed"


def new_posts() -> str:
    """Return where a script asks whether there are new posts of everybody."""
    return "/all/new"


def new_followed() -> str:
    """Return where a script asks whether there are new posts in the home timeline."""
    return "/followed/new"


def mark_followed_read() -> str:
    """Return where a person notes how far they read their home timeline."""
    return "/followed/read"


def tags() -> str:
    """Return the tags that are on people's minds, and those one follows."""
    return "/tags"


def tag(key: str) -> str:
    """Return the posts of a tag, by its key."""
    return f"/tags/{quote(key)}"


def follow_tag(key: str) -> str:
    """Return where a tag is followed."""
    return f"{tag(key)}/follow"


def unfollow_tag(key: str) -> str:
    """Return where a tag is followed no more."""
    return f"{tag(key)}/unfollow"


def complete_tags() -> str:
    """Return where a script asks which tags begin so."""
    return "/complete/tags"


def write() -> str:
    """Return the page to write on."""
    return "/write"


def preview() -> str:
    """Return where a text is sent to be shown before it is published."""
    return "/preview"


def post(post: Post) -> str:
    """Return the canonical address of a post; its author must be loaded."""
    return post_of(post.author.username, post.id, post.slug)


def post_of(username: str, post_id: int, slug: str) -> str:
    """Return the canonical address of a post, made of its parts."""
    return f"{profile(username)}/{post_id}/{quote(slug)}"


def preview_picture(of: Post, digest: str) -> str:
    """Return the picture that stands beside links to a post, by the digest of what is drawn."""
    return f"/media/previews/{of.id}/{digest}.png"


def oembed(url: str) -> str:
    """Return where a site that links to an address of ours asks how to show it."""
    return f"/oembed?{urlencode({'url': url})}"


def edit_post(of: Post) -> str:
    """Return the editor of a post; its author must be loaded."""
    return f"{post(of)}/edit"


def delete_post(of: Post) -> str:
    """Return the page and the target of a post's Delete button; its author must be loaded."""
    return f"{post(of)}/delete"


def restore_post(of: Post) -> str:
    """Return where a deleted post is brought back; its author must be loaded."""
    return f"{post(of)}/restore"


def revisions(of: Post) -> str:
    """Return the list of a post's former texts; its author must be loaded."""
    return f"{post(of)}/revisions"


def revision(of: Post, revision_id: int) -> str:
    """Return one former text of a post; its author must be loaded."""
    return f"{post(of)}/revisions/{revision_id}"


def edit_from_revision(of: Post, revision_id: int) -> str:
    """Return the editor of a post, filled with a former text."""
    return f"{edit_post(of)}?revision={revision_id}"


def deleted() -> str:
    """Return one's own deleted posts."""
    return "/deleted"


def by_number(post_id: int) -> str:
    """Return the short address of a post or a comment, which leads to where it stands."""
    """Return the short address of a post or a comment, which leads to the place where it is read."""
    return f"/post/{post_id}"


def pin(of: Post) -> str:
    """Return where a post is pinned to its author's profile; its author must be loaded."""
    return f"{post(of)}/pin"


def unpin(of: Post) -> str:
    """Return where a post is unpinned; its author must be loaded."""
    return f"{post(of)}/unpin"


def comments(of: Post) -> str:
    """Return where comments on a post are sent; its author must be loaded."""
    return comments_of(of.author.username, of.id, of.slug)


def comments_of(username: str, post_id: int, slug: str) -> str:
    """Return the same, made of its parts."""
    return f"{post_of(username, post_id, slug)}/comments"


def comments_page(of: Post, number: int) -> str:
    """Return a page of the comments under a post."""
    return f"{post(of)}{f'?page={number}' if number > 1 else ''}#comments"


def toggle_comments(of: Post, act: str) -> str:
    """Return where the comments of a post are closed ("close") and opened ("open")."""
    return f"{comments(of)}/{act}"


def comment(of: Post, comment_id: int) -> str:
    """Return the page of one thread under a post."""
    return f"{comments(of)}/{comment_id}"


def comment_act(of: Post, comment_id: int, act: str) -> str:
    """Return what is done with a comment: reply, edit, delete, restore, revisions, like, unlike."""
    return f"{comment(of, comment_id)}/{act}"


def mark(of: Post, act: str) -> str:
    """Return where a post is marked: like, bookmark, boost; with "un" before it to take that back."""
    return f"{post(of)}/{act}"


def likes(of: Post) -> str:
    """Return the people who like a post."""
    return f"{post(of)}/likes"


def boosts(of: Post) -> str:
    """Return the people who boosted a post."""
    return f"{post(of)}/boosts"


def bookmarks() -> str:
    """Return the posts one keeps for later."""
    return "/bookmarks"
