"""A client of the bearer contract, with nothing but Python's standard library: a whole tour through docs/contracts/bearer.md.

    python3 examples/bearer.py [http://localhost:4000]
"""

import json
import secrets
import sys
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

SERVER = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:4000"


def call(method, path, body=None, token=None):
    """Sends JSON and returns the status and what was answered; errors are answers, too."""
    headers = {"Content-Type": "application/json"}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    data = None if body is None else json.dumps(body).encode()
    try:
        with urlopen(Request(SERVER + path, data, headers, method=method)) as answer:
            return answer.status, json.load(answer)
    except HTTPError as refused:
        return refused.code, json.load(refused)


def want(status, answer, what):
    """Ends the tour where something is not as the contract has it."""
    if answer[0] != status:
        sys.exit(f"{what}: expected {status}, got {answer[0]}: {answer[1]}")
    print(f"{answer[0]}  {what}")
    return answer[1]


# An address that nobody has registered yet, so that the tour can be taken again.
email = f"tour-{secrets.token_hex(4)}@example.com"
password = "correct horse battery"

want(200, call("POST", "/api/users/register", {"email": email, "password": password, "first_name": "Ada"}), "register")
refused = want(422, call("POST", "/api/users/register", {"email": "no address", "password": "x"}), "register badly")
print("     ", [(".".join(map(str, error["loc"])), error["msg"]) for error in refused["detail"]])

session = want(200, call("POST", "/api/users/login", {"email": email, "password": password}), "sign in")
token = session["access_token"]
print(f"      the token lives {session['expires_in']} minutes")

me = want(200, call("GET", "/api/users/me", token=token), "read the account")
print(f"      {me['first_name']}, {me['email']}")

popular = call("GET", "/api/products/popular")
if popular[0] == 404:
    print("404  nothing is popular yet")
else:
    print("     ", ", ".join(product["name"] for product in want(200, popular, "read what is popular")[:3]))
product = want(200, call("GET", "/api/products/product/1099"), "read a product")
print(f"      {product['name']}: {product['price']}, {product['quantity']} in stock")
with urlopen(SERVER + "/cache/" + quote(product["image_url"])) as picture:
    print(f"{picture.status}  read its picture, {len(picture.read())} bytes of {picture.headers['Content-Type']}")

renewed = want(200, call("POST", "/api/users/refresh_token", token=token), "renew the token")
token = renewed["access_token"]

change = {"email": email, "old_password": password, "new_password": "battery staple"}
want(200, call("POST", "/api/users/reset_password", change), "change the password, which ends every session")
want(401, call("GET", "/api/users/me", token=token), "read the account with the old token")

session = want(200, call("POST", "/api/users/login", {"email": email, "password": "battery staple"}), "sign in again")
want(200, call("POST", "/api/users/logout", token=session["access_token"]), "sign out")
want(404, call("POST", "/api/users/logout", token=session["access_token"]), "sign out twice")
