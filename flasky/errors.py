"""What can go wrong, said once.

Operations and queries raise these; `http/errors.py` alone turns them into answers. Sentences speak to the person.
"""

from flask_babel import lazy_gettext as _


class FlaskyError(Exception):
    """Something a person, a program or an operator is told about."""


class ConfigurationError(FlaskyError):
    """A setting that stops the start. The message is one sentence that names the setting.

    `others` are sentences about what is wrong besides.
    """

    def __init__(self, sentence: str, *, others: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.others = others


class NotFound(FlaskyError):
    """An object that does not exist, or that this viewer may not know of."""


class Gone(FlaskyError):
    """An object that was public and was deleted."""


class Forbidden(FlaskyError):
    """An act that this person may not do to something they may see."""


class TokenNeeded(FlaskyError):
    """A program asked for what needs a token, and sent none."""


class TokenInvalid(FlaskyError):
    """A token that is mangled, over, taken back, or of somebody who is suspended."""


class ScopeMissing(Forbidden):
    """A token was not given for what it is used for; `scope` is what it lacks, if that is one."""

    def __init__(self, scope: str = "") -> None:
        self.scope = scope
        super().__init__(scope)


class Unconfirmed(Forbidden):
    """A program asked for somebody who did not prove an address yet."""


class AddressTakenMeanwhile(FlaskyError):
    """A link that would bring back an address which another account has proved since."""


class LinkInvalid(FlaskyError):
    """A link of a letter that was used, replaced, mangled or made for somebody else, or that is too old."""


class Unanswered(FlaskyError):
    """A question that the database failed to answer; the message is what it said instead."""


class SiteInUse(FlaskyError):
    """Made-up people are not mixed with real ones."""


class InvalidInput(FlaskyError):
    """A field that cannot be taken.

    `field` is the form's or the API's name of the field, `sentence` what to tell the person.
    """

    field = ""
    sentence = _("This value cannot be used.")

    def __init__(self, field: str = "", sentence: object = None) -> None:
        self.field = field or self.field
        self.sentence = sentence or self.sentence
        super().__init__(self.field)

    def __str__(self) -> str:
        return f"{self.field}: {self.sentence}"


class UsernameMalformed(InvalidInput):
    field = "username"
    sentence = _("Usernames must have only letters, numbers, dots or underscores")


class UsernameTaken(InvalidInput):
    field = "username"
    sentence = _("Username already in use.")


class EmailMalformed(InvalidInput):
    field = "email"
    sentence = _("This is not an e-mail address we can write to.")


class EmailTaken(InvalidInput):
    field = "email"
    sentence = _("This address belongs to another account.")


class PasswordTooShort(InvalidInput):
    field = "password"
    sentence = _("Use at least 10 characters: a few words are easy to remember and hard to guess.")


class PasswordTooLong(InvalidInput):
    field = "password"
    sentence = _("Use at most 128 characters.")


class PasswordCommon(InvalidInput):
    field = "password"
    sentence = _(
        "This password is one of the first that somebody would guess. Put a few words together that only you would."
    )


class PasswordWrong(InvalidInput):
    field = "old_password"
    sentence = _("Invalid password.")


class EmailUnchanged(InvalidInput):
    field = "email"
    sentence = _("This is your address already.")


class LastAdministrator(InvalidInput):
    field = "role"
    sentence = _("The site needs an administrator, and this is the last one. Make somebody else administrator first.")


class RegistrationClosed(InvalidInput):
    sentence = _("This site takes no new people right now.")


class SetUpBefore(FlaskyError):
    """The one-time link of the first administrator, after there is one."""


class CredentialsWrong(InvalidInput):
    sentence = _("Invalid username or password.")


class BodyEmpty(InvalidInput):
    field = "body"
    sentence = _("Write something first: a post needs a text.")


class BodyTooLong(InvalidInput):
    field = "body"
    sentence = _("This text is too long: a post holds 64 KiB, about 10,000 words. Split it in two.")


class CommentEmpty(InvalidInput):
    field = "body"
    sentence = _("Write something first: a comment needs a text.")


class CommentTooLong(InvalidInput):
    field = "body"
    sentence = _("This comment is too long: one holds 16 KiB, about 2,500 words. Make it a post of your own.")


class CommentsClosed(InvalidInput):
    field = "body"
    sentence = _("The comments of this post are closed.")


class NotAmongCommenters(InvalidInput):
    field = "body"
    sentence = _("The author of this post chose who may comment, and you are not among them.")


class AnsweredGone(InvalidInput):
    field = "body"
    sentence = _("The comment that you answer is not there any more.")


class NotForBoosts(InvalidInput):
    field = "post"
    sentence = _("Only public posts can be boosted.")


class ChoiceUnknown(InvalidInput):
    sentence = _("This is none of the choices.")


class DaysRefused(InvalidInput):
    field = "close_after_days"
    sentence = _("Give a number of days from 0, which is for ever, to 3650.")


class BodyTooComplex(InvalidInput):
    field = "body"
    sentence = _("This text has a table with too many cells or lists and quotes nested too deeply. Make it simpler.")


class TooManyMentions(InvalidInput):
    field = "body"
    sentence = _("This text names too many people: at most 50 different ones, and 150 times in all.")


class TooManyTags(InvalidInput):
    field = "body"
    sentence = _("There are too many tags here: a text has at most 30 different ones, and 150 places with one.")


class TagMalformed(InvalidInput):
    field = "tags"
    sentence = _("Tags have letters, digits and underscores, at most 64 of them, and not only digits.")


class TitleTooLong(InvalidInput):
    field = "title"
    sentence = _("A title has at most 200 characters.")


class LanguageUnknown(InvalidInput):
    field = "language"
    sentence = _("This is none of the languages that can be chosen.")


class RoleUnknown(InvalidInput):
    field = "role"
    sentence = _("There is no such role.")


class NameMissing(InvalidInput):
    field = "name"
    sentence = _("A site needs a name.")


class TooManyNames(InvalidInput):
    field = "username"
    sentence = _("You have had five other names within a year. Keep this one for now.")


class LinkRefused(InvalidInput):
    sentence = _("Give the whole address of a page: it begins with https:// or http://.")


class TooManyPins(InvalidInput):
    field = "post"
    sentence = _("Five posts are pinned already. Unpin one of them first.")


class PictureRefused(InvalidInput):
    field = "picture"
    sentence = _("This is no picture we can read. Choose a JPEG, PNG, WebP or GIF file.")


class PictureTooLarge(InvalidInput):
    field = "picture"
    sentence = _("This picture is too large. Choose one with at most 40 million pixels and 2 MB.")


class FollowsSelf(InvalidInput):
    field = "user"
    sentence = _("Nobody follows themselves: your own posts are among those you read anyway.")


class BlocksSelf(InvalidInput):
    field = "user"
    sentence = _("Nobody can block themselves.")


class MutesSelf(InvalidInput):
    field = "user"
    sentence = _("Nobody can mute themselves.")


class TooLong(InvalidInput):
    sentence = _("This text is too long.")


class CharacterRefused(InvalidInput):
    sentence = _("This text holds a character that cannot be stored (NUL).")


class NameOfTokenRefused(InvalidInput):
    field = "name"
    sentence = _("Give the token a name of up to 100 characters, to know it by.")


class NameOfAppRefused(InvalidInput):
    field = "name"
    sentence = _("Give the app a name of up to 100 characters.")


class RedirectsRefused(InvalidInput):
    field = "redirect_uris"
    sentence = _(
        "Give one to ten whole addresses, one a line: https://, http:// on 127.0.0.1, [::1] or localhost, or a scheme"
        " of the app's own such as org.example.app:/. Without # and without a user name."
    )


class TooManyApps(InvalidInput):
    sentence = _("You have registered 50 apps already. Delete one of them first.")


class ScopesRefused(InvalidInput):
    field = "scopes"
    sentence = _("Choose at least one thing that this may be used for.")


class DaysOfTokenRefused(InvalidInput):
    field = "days"
    sentence = _("Give a number of days from 0, which is for ever, to 3650.")


class SentBefore(InvalidInput):
    """The same idempotency key came with another content."""

    sentence = _("This form was sent before, with another text. Send it once more to publish this one too.")
