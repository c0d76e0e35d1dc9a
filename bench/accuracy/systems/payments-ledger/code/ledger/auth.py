"""Who may call what."""

import functools
import hmac
import os

import jwt
from flask import abort, g, request

_keys = jwt.PyJWKClient("https://staff.shop.example/.well-known/jwks.json")


def require_service(view):
    """Lets the checkout in, by its key."""

    @functools.wraps(view)
    def checked(*args, **kwargs):
        given = request.headers.get("X-Service-Key", "")
        if not hmac.compare_digest(given.encode(), os.environ["LEDGER_SERVICE_KEY"].encode()):
            abort(401)
        return view(*args, **kwargs)

    return checked


def require_staff(view):
    """Lets people in who have a token of the staff directory."""

    @functools.wraps(view)
    def checked(*args, **kwargs):
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        try:
            key = _keys.get_signing_key_from_jwt(token).key
            claims = jwt.decode(
                token,
                key,
                algorithms=["RS256"],
                audience="ledger",
                issuer="https://staff.shop.example",
            )
        except jwt.PyJWTError:
            abort(401)
        g.staff = claims["sub"]
        g.roles = claims.get("roles", [])
        return view(*args, **kwargs)

    return checked


def require_role(role):
    """Lets only people with the role through; stands behind require_staff."""

    def decorate(view):
        @functools.wraps(view)
        def checked(*args, **kwargs):
            if role not in g.roles:
                abort(403)
            return view(*args, **kwargs)

        return checked

    return decorate
