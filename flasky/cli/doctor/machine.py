"""Checks of the machine: the data folder, the disk, the files of the program, the limits of the system."""

import os
import resource
import shutil
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

from flasky.cli import assets
from flasky.cli.doctor.findings import Finding, ok, problem, warning
from flasky.config import Settings

MIB = 1024 * 1024
SPACE_NEEDED = 100 * MIB
SPACE_WANTED = 1024 * MIB
FILES_NEEDED = 1000  # names a file system still has room for
DESCRIPTORS_WANTED = 1024


def data_folder(settings: Settings) -> Finding:
    """The site can write its data, and nobody else reads them."""
    folder = settings.flasky_data_dir.absolute()
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".doctor-"):
            pass
    except OSError as error:
        words = f"Nothing can be written into {folder}: {error.strerror}."
        return problem("data folder", words, advice="Run Flasky as the user who owns the folder, or change its owner.")
    if folder.stat().st_mode & stat.S_IRWXO:
        words = f"Every user of this machine can look into {folder}, which holds addresses and letters."
        return warning("data folder", words, advice=f"chmod 700 {folder}")
    return ok("data folder", str(folder))


def disk_space(settings: Settings) -> Finding:
    """There is room for what people write."""
    return space_at(settings.flasky_data_dir, needed=SPACE_NEEDED, wanted=SPACE_WANTED)


def space_at(folder: Path, *, needed: int, wanted: int) -> Finding:
    """Compare the bytes that are free for a folder with what is needed and what is wanted."""
    free, files = shutil.disk_usage(folder).free, os.statvfs(folder)
    words = f"{free // MIB:,} MiB are free for {folder.absolute()}"
    advice = "Make room, or move FLASKY_DATA_DIR to a larger disk: a full disk stops every write."
    if free < needed or (files.f_files > 0 and files.f_favail < FILES_NEEDED):
        return problem("disk space", f"Only {words}.", advice=advice)
    if free < wanted:
        return warning("disk space", f"Only {words}.", advice=advice)
    return ok("disk space", words)


def open_files(settings: Settings) -> Finding:
    """The system lets the site hold enough connections and files open."""
    del settings
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if 0 <= limit < DESCRIPTORS_WANTED:
        words = f"A process may hold {limit} files and connections open, which a busy site needs more of."
        return warning(
            "open files", words, advice=f"ulimit -n {DESCRIPTORS_WANTED}, or LimitNOFILE= in a systemd unit."
        )
    return ok("open files", "no limit" if limit < 0 else f"up to {limit:,} a process")


def style_sheets(settings: Settings) -> Finding:
    """Style sheets and scripts are built."""
    del settings
    if assets.MANIFEST.is_file():
        return ok("style sheets", "built")
    advice = "In a checkout `make assets`; an installed Flasky brings them, so install it again."
    return problem("style sheets", "Style sheets and scripts were never built.", advice=advice)


CHECKS: tuple[Callable[[Settings], Finding], ...] = (data_folder, disk_space, open_files, style_sheets)
