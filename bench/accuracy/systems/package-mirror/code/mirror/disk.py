"""Packages on disk. A file that is there is never written again."""

import os
import pathlib
import tempfile

ROOT = pathlib.Path(os.environ.get("MIRROR_ROOT", "/var/lib/mirror"))


def path_of(project, file):
    return ROOT / project / file


def files_of(project):
    folder = ROOT / project
    return [path.name for path in folder.iterdir() if not path.name.startswith(".")] if folder.is_dir() else []


def keep(project, file, content):
    """Writes a file whole or not at all; False when it was there."""
    path = path_of(project, file)
    path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as part:
        part.write(content)
    try:
        os.link(part.name, path)
    except FileExistsError:
        return False
    finally:
        os.unlink(part.name)
    return True
