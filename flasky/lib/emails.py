"""One spelling for each e-mail address."""

from email_validator import EmailNotValidError, validate_email

EMAIL_MAX = 254  # RFC 5321, section 4.5.3.1.3, without the angle brackets
AMBIGUOUS = ("%", "!", "=?")


def normalized(address: str) -> str | None:
    """Return an address in lower case with an ASCII domain, or None when it is not an address.

    No DNS is asked. Only ASCII local parts are taken: Unicode case folding can turn one mailbox into another
    (CVE-2019-19844). Routes by "%" and "!" and encoded words are refused: some servers read another mailbox there.
    """
    if len(address) > EMAIL_MAX or any(mark in address for mark in AMBIGUOUS):
        return None
    try:
        checked = validate_email(
            address, check_deliverability=False, allow_smtputf8=False, test_environment=True, strict=True
        )
    except EmailNotValidError:
        return None
    return (checked.ascii_email or checked.normalized).lower()
