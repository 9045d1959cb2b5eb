import { freshEmail } from "../fixtures/fresh.ts";
import { type Act, type ActDoor, bearer, envelope, rest, viaGraphql } from "./act.ts";
import { ownAccounts } from "./own-account-acts.ts";
import { type LoginDoor, loginDoors } from "./support.ts";

const viaLogin = ({ shape, status, login }: LoginDoor): ActDoor => ({
  shape,
  status,
  send: (server, caller) => login(server, caller, caller.email),
});

const GARBAGE = "no.such.token";
const password = "another password";
const code = "000000";

/** For everybody, counted by address. */
const signingIn: readonly Act[] = [
  { field: "login", limit: 10, doors: loginDoors.map(viaLogin) },
  {
    field: "register",
    limit: 20,
    doors: [
      viaGraphql("mutation ($email: String!) { register(input: { email: $email, password: $email }) { id } }", () => ({
        email: freshEmail(),
      })),
      bearer("POST /api/users/register", () => ({ email: freshEmail(), password, first_name: "Ada" })),
      rest("POST /api/v2/registrations", () => ({ email: freshEmail(), password }), 201),
    ],
  },
  {
    field: "changePassword",
    limit: 10,
    doors: [
      viaGraphql(
        "mutation ($input: ChangePasswordInput!) { changePassword(input: $input) }",
        () => ({ input: { currentPassword: "wrong", newPassword: password } }),
        400,
      ),
      bearer(
        "POST /api/users/reset_password",
        ({ email }) => ({ email, old_password: "wrong", new_password: password }),
        400,
      ),
      rest("POST /api/v2/password", () => ({ currentPassword: "wrong", newPassword: password }), 400),
    ],
  },
  {
    field: "refreshSession",
    limit: 20,
    doors: [
      viaGraphql(
        "mutation ($refreshToken: String) { refreshSession(refreshToken: $refreshToken) { accessToken } }",
        () => ({ refreshToken: GARBAGE }),
        401,
      ),
      envelope("POST /users/refresh_token", () => ({ refresh_token: GARBAGE }), 401),
      // The caller's session is not one that its access token renews.
      bearer("POST /api/users/refresh_token", () => undefined, 403),
      rest("POST /api/v2/sessions/refresh", () => ({ refreshToken: GARBAGE }), 401),
    ],
  },
];

/** Second factors; `beginSecondFactor` and `endSecondFactor` check a password, as a login does. */
const secondFactors: readonly Act[] = [
  {
    field: "beginSecondFactor",
    limit: 10,
    doors: [
      viaGraphql(
        "mutation ($password: String!) { beginSecondFactor(password: $password) { secret } }",
        () => ({ password }),
        400,
      ),
      rest("POST /api/v2/second-factor", () => ({ password }), 400),
    ],
  },
  {
    field: "confirmSecondFactor",
    limit: 10,
    doors: [
      viaGraphql(
        "mutation ($code: String!) { confirmSecondFactor(code: $code) { recoveryCodes } }",
        () => ({ code }),
        400,
      ),
      rest("POST /api/v2/second-factor/confirm", () => ({ code }), 400),
    ],
  },
  {
    field: "endSecondFactor",
    limit: 10,
    doors: [
      viaGraphql(
        "mutation ($input: EndSecondFactorInput!) { endSecondFactor(input: $input) }",
        () => ({ input: { password, secondFactorCode: code } }),
        400,
      ),
      rest("POST /api/v2/second-factor/end", () => ({ password, secondFactorCode: code }), 400),
    ],
  },
];

/** Codes by mail. */
const codes: readonly Act[] = [
  {
    field: "requestRegistrationCode",
    limit: 5,
    doors: [
      viaGraphql("mutation ($email: String!) { requestRegistrationCode(email: $email) { expiresIn } }", () => ({
        email: freshEmail(),
      })),
      envelope("POST /users/register/precheck", () => ({ email: freshEmail() })),
      rest("POST /api/v2/registration-codes", () => ({ email: freshEmail() }), 202),
    ],
  },
  {
    field: "verifyRegistration",
    limit: 20,
    doors: [
      viaGraphql(
        "mutation ($input: VerifyRegistrationInput!) { verifyRegistration(input: $input) { accessToken } }",
        () => ({ input: { email: freshEmail(), code, password } }),
        400,
      ),
      envelope("POST /users/register/verify", () => ({ email: freshEmail(), code, password }), 400),
      rest("POST /api/v2/registrations/verify", () => ({ email: freshEmail(), code, password }), 400),
    ],
  },
  {
    field: "requestSignInCode",
    limit: 5,
    doors: [
      viaGraphql("mutation ($email: String!) { requestSignInCode(email: $email) { expiresIn } }", () => ({
        email: freshEmail(),
      })),
      envelope("POST /users/send_verification_code_by_email", () => ({ email: freshEmail() })),
      rest("POST /api/v2/sign-in-codes", () => ({ email: freshEmail() }), 202),
    ],
  },
  {
    field: "loginWithCode",
    limit: 10,
    doors: [
      viaGraphql(
        "mutation ($input: LoginWithCodeInput!) { loginWithCode(input: $input) { accessToken } }",
        ({ email }) => ({ input: { email, code } }),
        400,
      ),
      envelope("POST /users/login_by_email", ({ email }) => ({ email, code }), 400),
      rest("POST /api/v2/sessions/code", ({ email }) => ({ email, code }), 400),
    ],
  },
  {
    field: "recoverPassword",
    limit: 5,
    doors: [
      viaGraphql(
        "mutation ($input: RecoverPasswordInput!) { recoverPassword(input: $input) }",
        ({ email }) => ({ input: { email, code, password } }),
        400,
      ),
      envelope("POST /users/forgot_password_by_email", ({ email }) => ({ email, code, password }), 400),
      rest("POST /api/v2/password/recover", ({ email }) => ({ email, code, password }), 400),
    ],
  },
];

export const actsOfEverybody: readonly Act[] = [...signingIn, ...secondFactors, ...ownAccounts, ...codes];

const NOBODY = "999999";
const product = { name: "Lamp", price: 1.5 };

/** Counted by account. */
export const actsOfAdministrators: readonly Act[] = [
  {
    field: "users",
    limit: 20,
    doors: [viaGraphql("{ users(first: 1) { edges { node { id } } } }"), rest("GET /api/v2/users")],
  },
  {
    field: "createUser",
    limit: 20,
    doors: [
      viaGraphql("mutation ($input: CreateUserInput!) { createUser(input: $input) { id } }", () => ({
        input: { email: freshEmail(), password },
      })),
      envelope("POST /api/users", () => ({ username: freshEmail().replace("@", "."), email: freshEmail(), password })),
      rest("POST /api/v2/users", () => ({ email: freshEmail(), password }), 201),
    ],
  },
  {
    field: "updateUser",
    limit: 20,
    doors: [
      viaGraphql("mutation ($id: ID!) { updateUser(id: $id, input: { firstName: null }) { id } }", ({ id }) => ({
        id,
      })),
      envelope("PATCH /api/users/{user}", () => ({ phone: "1" })),
      envelope("PUT /api/users/{other}", () => ({
        username: freshEmail().replace("@", "."),
        email: freshEmail(),
        phone: "1",
        password,
        is_admin: false,
        is_active: true,
      })),
      rest("PATCH /api/v2/users/{user}", () => ({ phoneNumber: "1" })),
    ],
  },
  {
    field: "deleteUser",
    limit: 20,
    doors: [
      viaGraphql("mutation ($id: ID!) { deleteUser(id: $id) }", () => ({ id: NOBODY }), 404),
      envelope(`DELETE /api/users/${NOBODY}`, undefined, 404),
      rest(`DELETE /api/v2/users/${NOBODY}`, undefined, 404),
    ],
  },
  {
    field: "resetSecondFactor",
    limit: 20,
    doors: [
      viaGraphql("mutation ($id: ID!) { resetSecondFactor(userId: $id) }", () => ({ id: NOBODY }), 404),
      rest(`DELETE /api/v2/users/${NOBODY}/second-factor`, undefined, 404),
    ],
  },
  {
    field: "endUserSessions",
    limit: 20,
    doors: [
      viaGraphql("mutation ($id: ID!) { endUserSessions(userId: $id) }", () => ({ id: NOBODY }), 404),
      rest(`DELETE /api/v2/users/${NOBODY}/sessions`, undefined, 404),
    ],
  },
  {
    field: "userSessions",
    limit: 20,
    doors: [
      viaGraphql("query ($id: ID!) { userSessions(userId: $id) { edges { cursor } } }", () => ({ id: NOBODY }), 404),
      rest(`GET /api/v2/users/${NOBODY}/sessions`, undefined, 404),
    ],
  },
  {
    field: "auditEvents",
    limit: 20,
    doors: [viaGraphql("{ auditEvents { edges { cursor } } }"), rest("GET /api/v2/audit-events")],
  },
  {
    field: "legacyUsage",
    limit: 20,
    doors: [viaGraphql("{ legacyUsage { route } }"), rest("GET /api/v2/legacy-usage")],
  },
  {
    field: "createProduct",
    limit: 20,
    doors: [
      viaGraphql("mutation ($input: CreateProductInput!) { createProduct(input: $input) { id } }", () => ({
        input: product,
      })),
      envelope("POST /api/products", () => product),
      rest("POST /api/v2/products", () => product, 201),
    ],
  },
  {
    field: "updateProduct",
    limit: 20,
    doors: [
      viaGraphql(
        "mutation ($id: ID!, $input: UpdateProductInput!) { updateProduct(id: $id, input: $input) { id } }",
        (_caller, { productId }) => ({ id: productId, input: product }),
      ),
      envelope("PUT /api/products/{product}", () => product),
      rest("PATCH /api/v2/products/{product}", () => product),
    ],
  },
  {
    field: "adjustStock",
    limit: 20,
    doors: [
      viaGraphql("mutation ($id: ID!) { adjustStock(id: $id, by: 1) { id } }", (_caller, { productId }) => ({
        id: productId,
      })),
      rest("POST /api/v2/products/{product}/stock", () => ({ by: 1 })),
    ],
  },
  {
    field: "deleteProduct",
    limit: 20,
    doors: [
      viaGraphql("mutation ($id: ID!) { deleteProduct(id: $id) }", () => ({ id: NOBODY }), 404),
      envelope(`DELETE /api/products/${NOBODY}`, undefined, 404),
      rest(`DELETE /api/v2/products/${NOBODY}`, undefined, 404),
    ],
  },
];
