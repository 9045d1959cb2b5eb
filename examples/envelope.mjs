/**
 * A client of the envelope contract, with nothing but Node: a whole tour through docs/contracts/envelope.md.
 *
 *     node examples/envelope.mjs [http://localhost:4000]
 *
 * It registers with a code by mail, and reads that at `/dev/mail.json`, which only a server in development has.
 */
import { randomBytes } from "node:crypto";

const SERVER = process.argv[2] ?? "http://localhost:4000";

/** What a browser keeps by itself: the cookie with the access token. */
let cookie = "";

/** Sends JSON, keeps the cookie, and returns what is in the envelope. */
async function call(method, path, body) {
  const answer = await fetch(SERVER + path, {
    method,
    headers: { "Content-Type": "application/json", ...(cookie !== "" && { Cookie: cookie }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const [set] = answer.headers.getSetCookie();
  if (set !== undefined) cookie = set.includes("Max-Age=0") ? "" : (set.split(";", 1)[0] ?? "");
  return answer.json();
}

/** Ends the tour where something is not as the contract has it. */
async function want(code, what, method, path, body) {
  const answer = await call(method, path, body);
  if (answer.code !== code) throw new Error(`${what}: expected ${code}, got ${answer.code} ${answer.message}`);
  console.log(`${answer.code}  ${what}: ${answer.message}`);
  return answer.data;
}

/** The code of the newest mail to an address. */
async function codeFor(email) {
  const answer = await fetch(`${SERVER}/dev/mail.json`);
  if (!answer.ok) throw new Error("Codes can be read on this machine and in development only: see /dev/mail");
  const mail = (await answer.json()).find(({ to }) => to === email);
  return /\b\d{6}\b/.exec(mail?.text ?? "")?.[0];
}

// An address that nobody has registered yet, so that the tour can be taken again.
const email = `tour-${randomBytes(4).toString("hex")}@example.com`;
const password = "correct horse battery";

await want(200, "ask for a code", "POST", "/users/register/precheck", { email });
await want(400, "register with a wrong code", "POST", "/users/register/verify", { email, password, code: "000000" });
const code = await codeFor(email);
const begun = await want(200, "register with the code", "POST", "/users/register/verify", { email, password, code });
console.log(`     ${begun.username}, signed in from ${begun.ip_address}`);

const me = await want(200, "read the account", "GET", "/api/users/current");
console.log(`     account ${me.id}, ${me.email}`);
await want(403, "do what only administrators may", "DELETE", "/api/products/1099");

const page = await want(200, "read a page of products", "GET", "/api/products?page=1&limit=3&category=Sensors");
console.log(`     ${page.items.map(({ name }) => name).join(", ")}; ${page.total} in all`);
const [first] = page.items;
if (first) await want(200, "read one of them", "GET", `/api/products/${first.id}`);
await want(200, "search by name", "GET", `/api/products/name/${encodeURIComponent("jst")}`);

await want(200, "renew the token", "POST", "/users/refresh_token", { refresh_token: begun.refresh_token });

await want(200, "ask for another code", "POST", "/users/send_verification_code_by_email", { email });
const recovery = { email, code: await codeFor(email), password: "battery staple" };
await want(200, "set a new password, which ends every session", "POST", "/users/forgot_password_by_email", recovery);
await want(401, "read the account with the old token", "GET", "/api/users/current");

await want(200, "sign in with it", "POST", "/users/login", { account: email, password: "battery staple" });
await want(200, "sign out", "GET", "/users/logout");
await want(401, "read the account as nobody", "GET", "/api/users/current");
