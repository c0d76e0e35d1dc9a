"""The mirror's routes."""

import hmac
import os
import re

from flask import Flask, abort, request, send_file

from mirror import disk, upstream

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 200 * 1024 * 1024

PROJECT = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,199}")
OWN = "acme-"


def _checked(project, file="x"):
    if not PROJECT.fullmatch(project) or not FILE.fullmatch(file) or ".." in file:
        abort(404)


@app.get("/simple/<project>")
def list_files(project):
    _checked(project)
    names = set(disk.files_of(project))
    if not project.startswith(OWN):
        try:
            names |= set(upstream.files_of(project))
        except upstream.Unreachable:
            if not names:
                abort(502)
    if not names:
        abort(404)
    links = "".join(f'<a href="/files/{project}/{name}">{name}</a>\n' for name in sorted(names))
    return f"<!doctype html>\n{links}"


@app.get("/files/<project>/<file>")
def send_package(project, file):
    _checked(project, file)
    path = disk.path_of(project, file)
    if not path.exists():
        if project.startswith(OWN):
            abort(404)
        try:
            content = upstream.fetch(project, file)
        except upstream.Unreachable:
            abort(502)
        if content is None:
            abort(404)
        disk.keep(project, file, content)
    return send_file(path)


@app.post("/upload/<project>/<file>")
def upload(project, file):
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(token.encode(), os.environ["MIRROR_UPLOAD_TOKEN"].encode()):
        abort(401)
    _checked(project, file)
    if not project.startswith(OWN):
        abort(403)
    if not disk.keep(project, file, request.get_data()):
        abort(409)
    return "", 201


if __name__ == "__main__":
    app.run(port=8080)
