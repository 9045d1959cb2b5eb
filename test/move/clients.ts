/** For tests: what the clients of the old servers do all day. */
import { addressOf, codeFor, type OldServer, passwordOf } from "./old-servers.ts";

// oxlint-disable-next-line typescript/no-explicit-any -- answers of two contracts, of which each client knows its own
type Json = any;

interface Answer {
  readonly status: number;
  readonly json: Json;
  /** The access token of the envelope contract's cookie. */
  readonly token: string;
}

type Call = (
  method: string,
  path: string,
  given?: { readonly body?: unknown; readonly headers?: Record<string, string> },
) => Promise<Answer>;

/** A client program at an address. */
function clientOf(base: string, userAgent: string): Call {
  return async (method, path, { body, headers = {} } = {}) => {
    const response = await fetch(base + path, {
      method,
      headers: {
        "user-agent": userAgent,
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const token = /^access_token=Bearer ([^;]+)/.exec(response.headers.getSetCookie()[0] ?? "")?.[1] ?? "";
    return { status: response.status, json: parsed(bytes), token };
  };
}

function parsed(bytes: Buffer): Json {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

/** @returns the secrets that went over the wire */
export async function useBearerServer(base: string): Promise<string[]> {
  const secrets: string[] = [];
  const call = clientOf(base, "okhttp/4.9.1");
  for (const id of [1, 2, 3, 50]) {
    const login = await call("POST", "/api/users/login", {
      body: { email: addressOf(id).toLowerCase(), password: passwordOf(id) },
    });
    const token = login.json.access_token;
    await call("GET", "/api/users/me", bearer(token));
    const renewed = (await call("POST", "/api/users/refresh_token", bearer(token))).json.access_token;
    await call("GET", "/api/users/me", bearer(renewed));
    if (id !== 3) await call("POST", "/api/users/logout", bearer(renewed));
    if (id === 2) await call("POST", "/api/users/logout", bearer(renewed));
    secrets.push(passwordOf(id), token, renewed);
  }
  await call("POST", "/api/users/login", { body: { email: addressOf(1), password: "wrong guess" } });
  await call("POST", "/api/users/login", { body: { email: addressOf(100), password: passwordOf(100) } });
  await call("POST", "/api/users/login", { body: { email: "nobody@example.com", password: "wrong guess" } });
  await call("POST", "/api/users/login", { body: { email: addressOf(1) } });
  await call("GET", "/api/users/me");
  await call("GET", "/api/users/me", bearer("undefined"));

  const other = clientOf(base, "Dart/3.2 (dart:io)");
  const newcomer = { email: "new@example.com", password: "tiny" };
  await other("POST", "/api/users/register", { body: newcomer });
  await other("POST", "/api/users/register", { body: { ...newcomer, first_name: "New" } });
  await other("POST", "/api/users/register", { body: { ...newcomer, email: "NEW@example.com", first_name: "New" } });
  await other("POST", "/api/users/login", { body: newcomer });
  const change = { email: "new@example.com", old_password: "tiny", new_password: "a longer password" };
  await other("POST", "/api/users/reset_password", { body: { ...change, old_password: "not tiny" } });
  await other("POST", "/api/users/reset_password", { body: change });
  await other("POST", "/api/users/reset_password", { body: { ...change, email: "nobody@example.com" } });
  const again = await other("POST", "/api/users/login", {
    body: { email: "new@example.com", password: "a longer password" },
  });
  await other("GET", "/api/users/me", bearer(again.json.access_token));

  for (const id of [1, 5, 5, 5, 499, 500, 501, 9_999_999]) await call("GET", `/api/products/product/${id}`);
  await call("GET", "/api/products/product/seven");
  await call("GET", "/api/products/popular");
  await call("GET", "/cache/catalog/CQRobot/JST%20EL/JST%20EL%202P-1.jpg");
  await call("GET", "/cache/catalog/nothing.jpg");
  return [...secrets, "wrong guess", "a longer password", again.json.access_token];
}

/** @returns the secrets that went over the wire */
export async function useEnvelopeServer(base: string, old: OldServer): Promise<string[]> {
  const secrets: string[] = [];
  const page = clientOf(base, "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0.0.0 Safari/537.36");
  const cookie = (token: string) => ({ headers: { cookie: `access_token=Bearer ${token}` } });
  for (const account of ["member2", addressOf(3).toLowerCase(), "555-4"]) {
    const password = passwordOf(Number(/\d+$/.exec(account.replace("@example.com", ""))?.[0]));
    const login = await page("POST", "/users/login", { body: { account, password } });
    await page("GET", "/api/users/current", cookie(login.token));
    const renewed = await page("POST", "/users/refresh_token", {
      body: { refresh_token: login.json.data.refresh_token },
    });
    await page("GET", "/api/users/current", bearer(renewed.token));
    await page("GET", "/users/logout", cookie(renewed.token));
    await page("GET", "/api/users/current", cookie(renewed.token));
    secrets.push(password, login.token, login.json.data.refresh_token, renewed.token);
  }
  await page("POST", "/users/login", { body: { account: "member2", password: "wrong guess" } });
  await page("POST", "/users/login", { body: { account: "member100", password: passwordOf(100) } });
  await page("POST", "/users/login", { body: { account: "member75", password: passwordOf(75) } });

  const newcomer = { email: "new@example.com", password: "a new password" };
  await page("POST", "/users/register/precheck", { body: { email: addressOf(2) } });
  await page("POST", "/users/register/precheck", { body: { email: newcomer.email } });
  await page("POST", "/users/register/verify", { body: { ...newcomer, code: "12345x" } });
  const code = codeFor(old, newcomer.email);
  const registered = await page("POST", "/users/register/verify", { body: { ...newcomer, code } });
  await page("GET", "/api/users/current", cookie(registered.token));
  await page("POST", "/users/send_verification_code_by_email", { body: { email: newcomer.email } });
  const signIn = codeFor(old, newcomer.email);
  await page("POST", "/users/login_by_email", { body: { email: newcomer.email, code: signIn } });
  await page("POST", "/users/send_verification_code_by_email", { body: { email: "nobody@example.com" } });
  await page("POST", "/users/send_verification_code_by_email", { body: { email: newcomer.email } });
  const recovery = codeFor(old, newcomer.email);
  await page("POST", "/users/forgot_password_by_email", {
    body: { email: newcomer.email, code: recovery, password: "a newer password" },
  });
  await page("POST", "/users/login", { body: { account: newcomer.email, password: "a newer password" } });
  await administrate(clientOf(base, "python-requests/2.31.0"));
  await browse(page);
  return [...secrets, newcomer.password, code, signIn, recovery, "a newer password"];
}

async function administrate(call: Call): Promise<void> {
  const { token } = await call("POST", "/users/login", { body: { account: "member1", password: passwordOf(1) } });
  const asBoss = (body?: unknown) => ({ ...bearer(token), ...(body !== undefined && { body }) });
  const account = {
    username: "clerk",
    email: "clerk@example.com",
    phone: "1",
    password: "clerk's password",
    is_admin: false,
    is_active: true,
  };
  const { id } = (await call("POST", "/api/users", asBoss(account))).json.data;
  await call("POST", "/api/users", asBoss(account));
  await call("PUT", `/api/users/${id}`, asBoss({ ...account, phone: "2" }));
  await call("PATCH", `/api/users/${id}`, asBoss({ phone: "3" }));
  await call("GET", `/api/users/ip_history/${id}`, asBoss());
  await call("DELETE", `/api/users/${id}`, asBoss());
  await call("DELETE", `/api/users/${id}`, asBoss());
  const product = { name: "New part", description: "d", price: 6.16, category: "New", stock: 3 };
  const made = (await call("POST", "/api/products", asBoss(product))).json.data.id;
  await call("PUT", `/api/products/${made}`, asBoss({ ...product, stock: "4", price: "7.5" }));
  await call("GET", `/api/products/${made}`);
  await call("DELETE", `/api/products/${made}`, asBoss());
  await call("GET", `/api/products/${made}`);
  const { token: other } = await call("POST", "/users/login", {
    body: { account: "member2", password: passwordOf(2) },
  });
  await call("POST", "/api/products", { ...bearer(other), body: product });
  await call("GET", "/api/users/ip_history/1", bearer(other));
  await call("POST", "/api/products", { body: product });
}

async function browse(page: Call): Promise<void> {
  for (const query of ["", "?page=2&limit=7", "?category=Category%203&limit=100", "?page=99", "?page=&limit="]) {
    await page("GET", `/api/products${query}`);
  }
  for (const id of [1, 60, 499, 12_345]) await page("GET", `/api/products/${id}`);
  await page("GET", "/api/products/name/part%2049");
  await page("GET", "/api/products/name/499%20%2F%202%20Pin");
  await page("GET", "/api/products/name/nothing%20of%20that%20name");
}
