import { expect, it } from "vitest";
import { freshIp } from "../fixtures/fresh.ts";
import { person } from "../fixtures/person.ts";
import { auditedServer, call, graphql } from "./support.ts";

const server = auditedServer();

const EVENTS = /* GraphQL */ `
  query ($first: Int, $after: String, $accountId: ID, $act: String) {
    auditEvents(first: $first, after: $after, accountId: $accountId, act: $act) {
      edges {
        node {
          id
          at
          lastAt
          count
          act
          door
          outcome
          reason
          actorId
          accountId
          productId
          fields
          address
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

it("administrators read the trail, newest first, page by page, of one account or one act", async () => {
  const [{ id: adminId, accessToken: token }, { id, email }] = [
    await person(server(), { isAdmin: true }),
    await person(server()),
  ];
  const ip = freshIp();
  await call(server(), { ip, token }, `PATCH /api/v2/users/${id}`, { firstName: "Ada", isActive: false });
  await call(server(), { ip }, "POST /api/v2/sessions", { account: email, password: "wrong password" });
  const read = async (variables: Record<string, unknown>) => {
    const { json } = await graphql(server(), { ip, token }, EVENTS, variables);
    expect(json.errors).toBeUndefined();
    return json.data.auditEvents;
  };

  const { edges } = await read({ accountId: id });
  expect(edges.map(({ node }: { node: unknown }) => node)).toEqual([
    expect.objectContaining({ act: "login", outcome: "INVALID_CREDENTIALS", reason: "WRONG_PASSWORD", actorId: null }),
    {
      id: expect.stringMatching(/^\d+$/),
      at: expect.any(String),
      lastAt: expect.any(String),
      count: 1,
      act: "updateUser",
      door: "rest",
      outcome: "OK",
      reason: null,
      actorId: String(adminId),
      accountId: String(id),
      productId: null,
      fields: ["firstName", "isActive"],
      address: ip,
    },
  ]);

  const first = await read({ accountId: id, first: 1 });
  expect(first.pageInfo.hasNextPage).toBe(true);
  const second = await read({ accountId: id, first: 1, after: first.pageInfo.endCursor });
  expect([...first.edges, ...second.edges].map(({ node }) => node)).toEqual(
    edges.map(({ node }: { node: unknown }) => node),
  );
  expect((await read({ accountId: adminId, act: "updateUser" })).edges).toHaveLength(1);
  expect((await read({ accountId: adminId, act: "login" })).edges).toEqual([]);

  const page = await call(server(), { ip, token }, `GET /api/v2/audit-events?accountId=${id}&first=1`);
  expect(page.json).toMatchObject({ items: [{ act: "login" }], pageInfo: { hasNextPage: true } });
});

it("nobody else does", async () => {
  const { accessToken: token } = await person(server());
  expect((await call(server(), { ip: freshIp(), token }, "GET /api/v2/audit-events")).status).toBe(403);
  expect((await call(server(), { ip: freshIp() }, "GET /api/v2/audit-events")).status).toBe(401);
});
