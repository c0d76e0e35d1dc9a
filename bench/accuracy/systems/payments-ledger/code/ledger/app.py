"""The ledger's routes."""

import os
import uuid

from flask import Flask, abort, g, jsonify, request

from ledger import store
from ledger.auth import require_role, require_service, require_staff

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 16 * 1024

LARGEST = 100_000_000


def _account(value):
    if not isinstance(value, str) or not 4 <= len(value) <= 20 or not value.isalnum():
        abort(400, "account")
    return value


def _cents(value):
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= LARGEST:
        abort(400, "cents")
    return value


@app.post("/transfers")
@require_service
def add_transfer():
    body = request.get_json()
    source = _account(body.get("from"))
    target = _account(body.get("to"))
    if source == target:
        abort(400, "to")
    key = body.get("key")
    if not isinstance(key, str) or not 16 <= len(key) <= 64:
        abort(400, "key")
    transfer = uuid.uuid4()
    if not store.book(transfer, source, target, _cents(body.get("cents")), key):
        abort(409, "key")
    return jsonify(id=str(transfer)), 201


@app.get("/accounts/<account>")
@require_staff
def show_account(account):
    entries = store.entries_of(_account(account))
    if not entries:
        abort(404)
    return jsonify(balance=sum(cents for _, cents, _ in entries), entries=entries)


@app.post("/corrections")
@require_staff
@require_role("accountant")
def correct():
    body = request.get_json()
    reason = body.get("reason")
    if not isinstance(reason, str) or not 10 <= len(reason) <= 200:
        abort(400, "reason")
    try:
        transfer = uuid.UUID(body.get("transfer"))
    except (TypeError, ValueError):
        abort(400, "transfer")
    if not store.reverse(transfer, g.staff, reason):
        abort(404)
    return "", 201


@app.errorhandler(Exception)
def hide_errors(error):
    code = getattr(error, "code", 500)
    app.logger.error("failed: %s", type(error).__name__)
    return jsonify(error=code), code


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", "8080")))
