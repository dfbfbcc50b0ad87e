"""The real nginx with deploy/nginx/flasky.conf, on free ports of the loopback address and with its own certificate."""

import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Self

from tests.commands import ROOT, comes
from tests.deploy.site import HttpsSite, accepts, free_port

REFERENCE = ROOT / "deploy" / "nginx" / "flasky.conf"
WITH_SBIN = "/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin"
NAME = "localhost"
MAIN = """\
{user}
pid {folder}/pid;
error_log {folder}/error.log;
worker_processes 2;
daemon off;
events {{ worker_connections 512; }}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/flasky.conf;
}}
"""


def found(program: str) -> str | None:
    """Return where a program is, also one that only administrators have on their path."""
    return shutil.which(program) or shutil.which(program, path=WITH_SBIN)


def is_installed() -> bool:
    """Tell whether nginx can be run here and be given a certificate."""
    return bool(found("nginx") and found("openssl"))


class Nginx:
    """One nginx, running while the block lasts."""

    def __init__(self, folder: Path, *, upstream: int) -> None:
        folder.mkdir()
        self.folder, self.http_port, self.https_port = folder, free_port(), free_port()
        self.certificate = folder / "certificate.pem"
        self.origin = f"https://{NAME}:{self.https_port}"
        self.site: HttpsSite
        self._make_certificate()
        (folder / "flasky.conf").write_text(self._reference(upstream))
        user = "" if os.geteuid() else "user root;"  # else nobody, who cannot write into this test's folder
        (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user))

    def __enter__(self) -> Self:
        """Start it."""
        self._process = subprocess.Popen(self._words())
        assert comes(lambda: accepts(self.https_port)), (self.folder / "error.log").read_text()
        return self

    def __exit__(self, *_error: object) -> None:
        """Stop it."""
        self._process.send_signal(signal.SIGQUIT)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(10)

    def reload(self) -> None:
        """Let it read its configuration again, as whoever renews a certificate does."""
        subprocess.run(self._words("-s", "reload"), check=True, capture_output=True, timeout=30)

    def is_well(self) -> bool:
        """Tell whether nginx finds nothing to complain of in the configuration."""
        return subprocess.run(self._words("-t"), capture_output=True, check=False, timeout=30).returncode == 0

    def _words(self, *more: str) -> list[str]:
        return [str(found("nginx")), "-p", str(self.folder), "-c", str(self.folder / "nginx.conf"), *more]

    def _reference(self, upstream: int) -> str:
        """Return the reference configuration, changed where its head tells people to, and in its ports."""
        text = REFERENCE.read_text(encoding="utf-8")
        for old, new in (
            ("server 127.0.0.1:5000", f"server 127.0.0.1:{upstream}"),
            ("listen 80;", f"listen 127.0.0.1:{self.http_port};"),
            ("    listen [::]:80;\n", ""),
            ("listen 443 ssl http2;", f"listen 127.0.0.1:{self.https_port} ssl http2;"),
            ("    listen [::]:443 ssl http2;\n", ""),
            ("server_name blog.example.org;", f"server_name {NAME};"),
            ("/etc/letsencrypt/live/blog.example.org/fullchain.pem", str(self.certificate)),
            ("/etc/letsencrypt/live/blog.example.org/privkey.pem", str(self.folder / "key.pem")),
        ):
            assert old in text, f"deploy/nginx/flasky.conf has no {old!r}"
            text = text.replace(old, new)
        return text

    def _make_certificate(self) -> None:
        subject = ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
        keys = ["-newkey", "rsa:2048", "-nodes", "-keyout", str(self.folder / "key.pem"), "-days", "2"]
        words = [str(found("openssl")), "req", "-x509", *keys, *subject, "-out", str(self.certificate)]
        subprocess.run(words, check=True, capture_output=True, timeout=60)
