import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { schema } from "../../src/schema/index.ts";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { freshEmail } from "../fixtures/fresh.ts";
import { addProducts, administrator, codeOf, newcomer, PASSWORD, type Person } from "./support.ts";

/** Who asks: `other` is a user who names somebody else's account or session; an administrator always does. */
type Role = "anonymous" | "user" | "administrator" | "other";

interface World {
  readonly viewer: Person | null;
  /** The account that is meant. */
  readonly target: Person;
  readonly targetSession: string;
  readonly productId: number;
  /** An address that nobody has. */
  readonly fresh: string;
}

interface Row {
  readonly document: string;
  readonly variables?: (world: World) => Record<string, unknown>;
  /** The code that each role gets, or `ok`; `other` only where one can name somebody else. */
  readonly codes: readonly [anonymous: string, user: string, administrator: string, other?: string];
}

const EVERYBODY = ["ok", "ok", "ok"] as const;
const SIGNED_IN = ["UNAUTHENTICATED", "ok", "ok"] as const;
const ADMINISTRATORS = ["UNAUTHENTICATED", "ADMIN_REQUIRED", "ok"] as const;
const OWNER = ["UNAUTHENTICATED", "ok", "ok", "FORBIDDEN"] as const;
const WRONG_CODE = ["CODE_REJECTED", "CODE_REJECTED", "CODE_REJECTED"] as const;

const targetId = ({ target }: World) => ({ id: target.id });
const aProduct = ({ productId }: World) => ({ id: productId });
const code = ({ fresh }: World) => ({ input: { email: fresh, code: "000000" } });
const codeAndPassword = ({ fresh }: World) => ({ input: { email: fresh, code: "000000", password: PASSWORD } });

const TABLE: Readonly<Record<string, Row>> = {
  categories: { document: "{ categories { name } }", codes: EVERYBODY },
  popularProducts: { document: "{ popularProducts { id } }", codes: EVERYBODY },
  product: { document: "query ($id: ID!) { product(id: $id) { id } }", variables: aProduct, codes: EVERYBODY },
  products: { document: "{ products { totalCount } }", codes: EVERYBODY },
  searchProducts: { document: '{ searchProducts(name: "x") { id } }', codes: EVERYBODY },
  me: { document: "{ me { id email phoneNumber } }", codes: EVERYBODY },
  node: { document: "query ($id: ID!) { node(id: $id) { nodeId } }", variables: aProduct, codes: EVERYBODY },
  nodes: { document: "{ nodes(ids: []) { nodeId } }", codes: EVERYBODY },
  mySessions: { document: "{ mySessions { edges { node { id } } } }", codes: SIGNED_IN },
  userSessions: {
    document: "query ($id: ID!) { userSessions(userId: $id) { edges { node { id } } } }",
    variables: targetId,
    codes: ADMINISTRATORS,
  },
  user: { document: "query ($id: ID!) { user(id: $id) { email } }", variables: targetId, codes: OWNER },
  loginHistory: {
    document: "query ($id: ID!) { loginHistory(userId: $id) { edges { node { ip } } } }",
    variables: targetId,
    codes: OWNER,
  },
  users: { document: "{ users { totalCount } }", codes: ADMINISTRATORS },
  changePassword: {
    document: "mutation ($input: ChangePasswordInput!) { changePassword(input: $input) }",
    variables: () => ({ input: { currentPassword: PASSWORD, newPassword: "another password" } }),
    codes: SIGNED_IN,
  },
  beginSecondFactor: {
    document: `mutation { beginSecondFactor(password: "${PASSWORD}") { secret } }`,
    codes: SIGNED_IN,
  },
  confirmSecondFactor: {
    document: 'mutation { confirmSecondFactor(code: "000000") { recoveryCodes } }',
    codes: ["UNAUTHENTICATED", "CODE_REJECTED", "CODE_REJECTED"],
  },
  endSecondFactor: {
    document: `mutation { endSecondFactor(input: { password: "${PASSWORD}", secondFactorCode: "" }) }`,
    codes: SIGNED_IN,
  },
  resetSecondFactor: {
    document: "mutation ($id: ID!) { resetSecondFactor(userId: $id) }",
    variables: targetId,
    codes: ADMINISTRATORS,
  },
  createProduct: {
    document: 'mutation { createProduct(input: { name: "x", price: 1 }) { id } }',
    codes: ADMINISTRATORS,
  },
  updateProduct: {
    document: "mutation ($id: ID!) { updateProduct(id: $id, input: { quantity: 3 }) { id } }",
    variables: aProduct,
    codes: ADMINISTRATORS,
  },
  deleteProduct: {
    document: "mutation ($id: ID!) { deleteProduct(id: $id) }",
    variables: aProduct,
    codes: ADMINISTRATORS,
  },
  createUser: {
    document: "mutation ($input: CreateUserInput!) { createUser(input: $input) { id } }",
    variables: ({ fresh }) => ({ input: { email: fresh, password: PASSWORD } }),
    codes: ADMINISTRATORS,
  },
  updateUser: {
    document: 'mutation ($id: ID!) { updateUser(id: $id, input: { firstName: "x" }) { id } }',
    variables: targetId,
    codes: [...ADMINISTRATORS, "ADMIN_REQUIRED"],
  },
  deleteUser: {
    document: "mutation ($id: ID!) { deleteUser(id: $id) }",
    variables: targetId,
    codes: [...ADMINISTRATORS, "ADMIN_REQUIRED"],
  },
  register: {
    document: "mutation ($input: RegisterInput!) { register(input: $input) { id } }",
    variables: ({ fresh }) => ({ input: { email: fresh, password: PASSWORD } }),
    codes: EVERYBODY,
  },
  requestRegistrationCode: {
    document: "mutation ($email: String!) { requestRegistrationCode(email: $email) { expiresIn } }",
    variables: ({ fresh }) => ({ email: fresh }),
    codes: EVERYBODY,
  },
  verifyRegistration: {
    document: "mutation ($input: VerifyRegistrationInput!) { verifyRegistration(input: $input) { accessToken } }",
    variables: codeAndPassword,
    codes: WRONG_CODE,
  },
  login: {
    document: "mutation ($input: LoginInput!) { login(input: $input) { accessToken } }",
    variables: ({ target }) => ({ input: { account: target.email, password: PASSWORD } }),
    codes: EVERYBODY,
  },
  requestSignInCode: {
    document: "mutation ($email: String!) { requestSignInCode(email: $email) { expiresIn } }",
    variables: ({ target }) => ({ email: target.email }),
    codes: EVERYBODY,
  },
  loginWithCode: {
    document: "mutation ($input: LoginWithCodeInput!) { loginWithCode(input: $input) { accessToken } }",
    variables: code,
    codes: WRONG_CODE,
  },
  recoverPassword: {
    document: "mutation ($input: RecoverPasswordInput!) { recoverPassword(input: $input) }",
    variables: codeAndPassword,
    codes: WRONG_CODE,
  },
  refreshSession: {
    document: "mutation ($token: String) { refreshSession(refreshToken: $token) { accessToken } }",
    variables: ({ viewer }) => ({ token: viewer?.refreshToken ?? null }),
    codes: ["TOKEN_INVALID", "ok", "ok"],
  },
  logout: { document: "mutation { logout }", codes: SIGNED_IN },
  logoutEverywhere: { document: "mutation { logoutEverywhere }", codes: SIGNED_IN },
  endUserSessions: {
    document: "mutation ($id: ID!) { endUserSessions(userId: $id) }",
    variables: targetId,
    codes: [...ADMINISTRATORS, "ADMIN_REQUIRED"],
  },
  revokeSession: {
    document: "mutation ($id: ID!) { revokeSession(id: $id) }",
    variables: ({ targetSession }) => ({ id: targetSession }),
    codes: ["UNAUTHENTICATED", "ok", "ok", "SESSION_NOT_FOUND"],
  },
};

const ROLES: readonly Role[] = ["anonymous", "user", "administrator", "other"];
const cells = Object.entries(TABLE).flatMap(([field, { codes }]) =>
  ROLES.flatMap((role, i) => {
    const code = codes[i];
    return code === undefined ? [] : [{ field, role, code }];
  }),
);

describe("who may do what", () => {
  let server: TestServer;
  let somebody: Person;
  beforeAll(async () => {
    server = await startServer({ DEMO_DATA: "off" });
    somebody = await newcomer(server);
    await administrator(server);
  });
  afterAll(() => server.close());

  it("is said here for every root field", () => {
    const fields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
      Object.keys(type?.getFields() ?? {}),
    );
    expect(Object.keys(TABLE).sort()).toEqual(fields.sort());
  });

  it.each(cells)("$field for $role: $code", async ({ field, role, code }) => {
    const row = TABLE[field];
    const viewer = role === "anonymous" ? null : await (role === "administrator" ? administrator : newcomer)(server);
    // What a cell destroys must not be another's.
    const target =
      role === "user" && viewer !== null ? viewer : role === "administrator" ? await newcomer(server) : somebody;
    const [productId = 0] = await addProducts(server, [{ name: "A product" }]);
    const [session] = await server.deps.sessions.list(Number(target.id));
    const world = {
      viewer,
      target,
      productId,
      targetSession: session?.id ?? "",
      fresh: freshEmail(),
    };
    const answer = await server.graphql(row?.document ?? "", row?.variables?.(world), viewer?.accessToken);
    expect(codeOf(answer) ?? "ok").toBe(code);
    if (code !== "ok") expect(answer.data?.[field] ?? null).toBeNull();
  });
});
