"""What WSGI servers and the `flask` command open in a checkout."""

from flasky.factory import create_app

app = create_app()
