"""The public index."""

import hashlib

import requests

INDEX = "https://pypi.org/simple"
LARGEST = 200 * 1024 * 1024


class Unreachable(Exception):
    """The public index did not answer, or not in time."""


def _listing(project):
    try:
        reply = requests.get(
            f"{INDEX}/{project}/",
            headers={"Accept": "application/vnd.pypi.simple.v1+json"},
            timeout=10,
        )
    except requests.RequestException as error:
        raise Unreachable from error
    if reply.status_code == 404:
        return []
    if reply.status_code != 200:
        raise Unreachable
    return reply.json()["files"]


def files_of(project):
    return [file["filename"] for file in _listing(project)]


def fetch(project, name):
    """A file whose digest is the one that the index gives; None when there is none."""
    for file in _listing(project):
        if file["filename"] != name:
            continue
        try:
            with requests.get(file["url"], timeout=60, stream=True) as reply:
                content = reply.raw.read(LARGEST + 1)
        except requests.RequestException as error:
            raise Unreachable from error
        if len(content) > LARGEST or hashlib.sha256(content).hexdigest() != file["hashes"].get("sha256"):
            return None
        return content
    return None
