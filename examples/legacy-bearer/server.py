"""An old shop's bearer server, as its document has it, to try a move with: FastAPI, SQLite, argon2i.

DATABASE=old.db CATALOG_DIR=catalog PORT=8000 python3 server.py

Sessions are kept in memory where the original had Redis, and mails, limits and logs are left out.
"""

import os
import re
import secrets
import sqlite3
import time
from email.utils import formatdate, parsedate_to_datetime
from pathlib import Path
from typing import Optional

import jwt
import uvicorn
from argon2 import PasswordHasher, Type
from argon2.exceptions import VerificationError
from fastapi import FastAPI, Header, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse, Response
from pydantic import BaseModel, validator

ACCESS_MINUTES = 180
REFRESH_SECONDS = 7 * 24 * 3600
NAMES = ("first_name", "last_name", "phone_number")

catalog = Path(os.environ.get("CATALOG_DIR", "catalog")).resolve()
key = secrets.token_hex(32)
# Cheap: this server is there to be compared with, not to be attacked.
hasher = PasswordHasher(type=Type.I, time_cost=1, memory_cost=1024, parallelism=1)
sessions: dict[str, dict] = {}
app = FastAPI(title="Old shop", docs_url=None, redoc_url=None)

database = sqlite3.connect(os.environ.get("DATABASE", "old.db"), check_same_thread=False, isolation_level=None)
database.row_factory = sqlite3.Row
database.executescript(
    """
    CREATE TABLE IF NOT EXISTS users (
        id INTEGER PRIMARY KEY AUTOINCREMENT, email VARCHAR NOT NULL UNIQUE,
        hashed_password VARCHAR NOT NULL, disabled BOOLEAN NOT NULL DEFAULT 0);
    CREATE TABLE IF NOT EXISTS user_info (
        id INTEGER PRIMARY KEY AUTOINCREMENT, user_id INTEGER UNIQUE REFERENCES users (id),
        first_name VARCHAR, last_name VARCHAR, phone_number VARCHAR);
    CREATE TABLE IF NOT EXISTS products (
        id INTEGER PRIMARY KEY AUTOINCREMENT, model VARCHAR NOT NULL DEFAULT '', name VARCHAR NOT NULL,
        description TEXT NOT NULL DEFAULT '', price FLOAT NOT NULL, quantity INTEGER NOT NULL DEFAULT 0,
        image_url VARCHAR NOT NULL DEFAULT '', views INTEGER NOT NULL DEFAULT 0);
    """
)


def one(sql: str, *values):
    return database.execute(sql, values).fetchone()


class Address(BaseModel):
    email: str

    @validator("email")
    def is_address(cls, value: str) -> str:
        if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value.strip()):
            raise ValueError("value is not a valid email address")
        return value.strip()


class Registration(Address):
    password: str
    first_name: Optional[str]
    last_name: Optional[str]
    phone_number: Optional[str]


class Login(Address):
    password: str


def matches(hashed: str, password: str) -> bool:
    try:
        return hasher.verify(hashed, password)
    except VerificationError:
        return False


def issue(user_id: int, session: str) -> dict:
    claims = {"sub": str(user_id), "sid": session, "exp": int(time.time()) + ACCESS_MINUTES * 60, "jti": secrets.token_hex(8)}
    token = jwt.encode(claims, key, algorithm="HS256")
    sessions[session] = {"user": user_id, "ends": time.time() + REFRESH_SECONDS}
    return {"access_token": token, "token_type": "bearer", "expires_in": ACCESS_MINUTES}


def claims_in(authorization: Optional[str], expired_is_fine: bool = False) -> dict:
    scheme, _, token = (authorization or "").partition(" ")
    try:
        if scheme.lower() != "bearer":
            raise jwt.InvalidTokenError
        return jwt.decode(token.strip(), key, algorithms=["HS256"], options={"verify_exp": not expired_is_fine})
    except jwt.ExpiredSignatureError:
        raise HTTPException(401, "Token has expired")
    except jwt.InvalidTokenError:
        raise HTTPException(401, "Token is invalid")


@app.post("/api/users/register")
def register(body: Registration):
    if one("SELECT 1 FROM users WHERE lower(email) = lower(?)", body.email):
        raise HTTPException(400, "Email already registered")
    names = [(getattr(body, name) or "").strip() or None for name in NAMES]
    if not any(names):
        raise HTTPException(422, f"At least one of the following must be provided: {', '.join(NAMES)}")
    cursor = database.execute(
        "INSERT INTO users (email, hashed_password) VALUES (?, ?)", (body.email, hasher.hash(body.password))
    )
    database.execute(
        "INSERT INTO user_info (user_id, first_name, last_name, phone_number) VALUES (?, ?, ?, ?)",
        (cursor.lastrowid, *names),
    )
    return {"message": "User registered successfully."}


@app.post("/api/users/login")
def login(body: Login):
    user = one("SELECT * FROM users WHERE lower(email) = lower(?)", body.email)
    if user is None or not matches(user["hashed_password"], body.password):
        raise HTTPException(400, "Incorrect email or password")
    if user["disabled"]:
        raise HTTPException(403, "User is disabled")
    return issue(user["id"], secrets.token_hex(16))


@app.get("/api/users/me")
def me(authorization: Optional[str] = Header(None)):
    claims = claims_in(authorization)
    if claims["sid"] not in sessions:
        raise HTTPException(401, "Token is invalid")
    user = one("SELECT * FROM users WHERE id = ?", claims["sub"])
    if user is None:
        raise HTTPException(401, "User not found")
    info = one("SELECT * FROM user_info WHERE user_id = ?", user["id"])
    if info is None:
        raise HTTPException(404, "User information not found")
    return {"email": user["email"], **{name: info[name] for name in NAMES}}


@app.post("/api/users/logout")
def logout(authorization: Optional[str] = Header(None)):
    if sessions.pop(claims_in(authorization)["sid"], None) is None:
        raise HTTPException(404, "Token record not found")
    return {"message": "You have been logged out."}


@app.post("/api/users/refresh_token")
def refresh_token(authorization: Optional[str] = Header(None)):
    claims = claims_in(authorization, expired_is_fine=True)
    session = sessions.get(claims["sid"])
    if session is None or session["ends"] < time.time():
        raise HTTPException(403, "Refresh token is invalid or expired")
    return issue(session["user"], claims["sid"])


@app.post("/api/users/reset_password")
async def reset_password(request: Request):
    try:
        body = await request.json()
        email, old, new = (body[name] for name in ("email", "old_password", "new_password"))
        if not (isinstance(email, str) and isinstance(old, str) and isinstance(new, str) and new):
            raise ValueError
    except (ValueError, KeyError, TypeError):
        raise HTTPException(400, "Incorrect password")
    user = one("SELECT * FROM users WHERE lower(email) = lower(?)", email.strip())
    if user is None:
        raise HTTPException(404, "User not found")
    if not matches(user["hashed_password"], old):
        raise HTTPException(400, "Incorrect password")
    database.execute("UPDATE users SET hashed_password = ? WHERE id = ?", (hasher.hash(new), user["id"]))
    for session in [sid for sid, held in sessions.items() if held["user"] == user["id"]]:
        del sessions[session]
    return {"message": "Password has been reset successfully."}


@app.get("/api/products/product/{product_id}")
def product(product_id: int):
    columns = "id, model, quantity, image_url, price, name, description"
    row = one(f"SELECT {columns} FROM products WHERE id = ?", product_id)
    if row is None:
        raise HTTPException(404, "Product not found")
    database.execute("UPDATE products SET views = views + 1 WHERE id = ?", (product_id,))
    return dict(row)


@app.get("/api/products/popular")
def popular():
    columns = "id, image_url AS img_url, name, model"
    rows = database.execute(f"SELECT {columns} FROM products WHERE views > 0 ORDER BY views DESC, id LIMIT 10").fetchall()
    if not rows:
        raise HTTPException(404, "No popular products found")
    return [dict(row) for row in rows]


@app.get("/cache/catalog/{file_path:path}")
def image(file_path: str, if_modified_since: Optional[str] = Header(None)):
    path = (catalog / file_path).resolve()
    if catalog not in path.parents or not path.is_file():
        raise HTTPException(404, "Not Found")
    modified = int(path.stat().st_mtime)
    headers = {"Cache-Control": "public, max-age=600", "Last-Modified": formatdate(modified, usegmt=True)}
    if if_modified_since:
        try:
            since = parsedate_to_datetime(if_modified_since).timestamp()
        except (TypeError, ValueError) as error:
            raise HTTPException(400, str(error))
        if modified <= since:
            return Response(status_code=304, headers=headers)
    return FileResponse(path, headers=headers)


@app.exception_handler(RequestValidationError)
async def invalid(_request: Request, error: RequestValidationError):
    return JSONResponse({"detail": error.errors()}, status_code=422)


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ.get("PORT", "8000")), access_log=False)
