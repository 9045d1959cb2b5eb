import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { freshEmail } from "../fixtures/fresh.ts";
import { envelopeServer, said, tokenIn, UNAUTHORIZED, WRONG_LOGIN } from "./support.ts";

const shop = envelopeServer();
const STRANGERS = "a stranger's password";

/** Somebody registers an address that may be another's, at a door that asks for no proof of it, and signs in. */
async function registered(email: string) {
  const body = { email, password: STRANGERS, first_name: "Mallory" };
  expect((await shop.server.send("POST", "/api/users/register", { body })).status).toBe(200);
  const login = await shop.login(email, STRANGERS);
  return { token: tokenIn(login), refreshToken: String(login.json.data.refresh_token) };
}

describe("the first code that proves a mailbox", () => {
  it("ends the password and the sessions of whoever registered the address without one", async () => {
    const email = freshEmail();
    const stranger = await registered(email);
    const owner = await shop.post("/users/login_by_email", { email, code: await shop.signInCode(email) });
    expect(owner.json.data.email).toBe(email);
    expect(said(await shop.current(stranger.token))).toBe(UNAUTHORIZED);
    expect(said(await shop.refresh(stranger.refreshToken))).toBe(UNAUTHORIZED);
    expect(said(await shop.login(email, STRANGERS))).toBe(WRONG_LOGIN);
    expect((await shop.current(tokenIn(owner))).json.data.email).toBe(email);
    // The owner's next code ends nothing any more, and neither does it end a password of their own.
    const password = randomUUID();
    const recovery = { email, code: await shop.signInCode(email), password };
    expect((await shop.post("/users/forgot_password_by_email", recovery)).status).toBe(200);
    const signedIn = await shop.login(email, password);
    await shop.post("/users/login_by_email", { email, code: await shop.signInCode(email) });
    expect((await shop.current(tokenIn(signedIn))).status).toBe(200);
    expect((await shop.login(email, password)).status).toBe(200);
  });

  it("ends them as well when it sets a new password", async () => {
    const email = freshEmail();
    const stranger = await registered(email);
    const recovery = { email, code: await shop.signInCode(email), password: randomUUID() };
    expect((await shop.post("/users/forgot_password_by_email", recovery)).status).toBe(200);
    expect(said(await shop.current(stranger.token))).toBe(UNAUTHORIZED);
    expect(said(await shop.refresh(stranger.refreshToken))).toBe(UNAUTHORIZED);
    expect(said(await shop.login(email, STRANGERS))).toBe(WRONG_LOGIN);
  });

  it("is not held up by a second factor of the stranger's, and ends it", async () => {
    const { db, accounts } = shop.server.deps;
    const [one, two] = [freshEmail(), freshEmail()];
    for (const email of [one, two]) {
      await registered(email);
      const { id } = await db.user.findFirstOrThrow({ where: { email } });
      await db.user.update({ where: { id }, data: { secondFactorSince: new Date() } });
      await db.secondFactor.create({ data: { userId: id, secret: "JBSWY3DPEHPK3PXP" } });
      await accounts.drop(id);
    }
    const login = await shop.post("/users/login_by_email", { email: one, code: await shop.signInCode(one) });
    expect(login.status).toBe(200);
    const password = randomUUID();
    const recovery = { email: two, code: await shop.signInCode(two), password };
    expect((await shop.post("/users/forgot_password_by_email", recovery)).status).toBe(200);
    expect((await shop.login(two, password)).status).toBe(200);
    for (const email of [one, two]) {
      const account = await db.user.findFirstOrThrow({ where: { email }, include: { secondFactor: true } });
      expect(account).toMatchObject({ secondFactorSince: null, secondFactor: null });
    }
  });

  it("ends nothing of somebody who is signed in to the account while they use it", async () => {
    const email = freshEmail();
    const { token, refreshToken } = await registered(email);
    const body = { email, code: await shop.signInCode(email) };
    expect((await shop.call("POST", "/users/login_by_email", { body, token })).status).toBe(200);
    expect((await shop.current(token)).status).toBe(200);
    expect((await shop.refresh(refreshToken)).status).toBe(200);
    expect((await shop.login(email, STRANGERS)).status).toBe(200);
  });

  it("ends nothing of an account that an administrator has made", async () => {
    const email = freshEmail();
    const { token } = await shop.administrator();
    const body = { email, username: randomUUID(), password: STRANGERS };
    expect((await shop.call("POST", "/api/users", { body, token })).status).toBe(200);
    expect((await shop.post("/users/login_by_email", { email, code: await shop.signInCode(email) })).status).toBe(200);
    expect((await shop.login(email, STRANGERS)).status).toBe(200);
  });
});
