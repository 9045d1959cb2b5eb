import { afterAll, beforeAll } from "vitest";
import { type Answer, startServer, type TestServer } from "../fixtures/server.ts";

/** One server for the tests of a file, where everybody says which address is theirs. */
export function auditedServer(): () => TestServer {
  let running: TestServer | undefined;
  beforeAll(async () => {
    running = await startServer({ TRUST_PROXY: "true", DEMO_DATA: "off" });
  });
  afterAll(() => running?.close());
  return () => {
    if (running === undefined) throw new Error("the server runs within tests only");
    return running;
  };
}

export interface Caller {
  readonly ip: string;
  readonly token?: string;
}

export function call(
  server: TestServer,
  { ip, token }: Caller,
  route: `${string} /${string}`,
  body?: unknown,
): Promise<Answer> {
  const [method = "", path = ""] = route.split(" ");
  const headers = { "x-forwarded-for": ip, ...(token !== undefined && { authorization: `Bearer ${token}` }) };
  return server.send(method, path, { body, headers });
}

export const graphql = (server: TestServer, caller: Caller, query: string, variables = {}): Promise<Answer> =>
  call(server, caller, "POST /graphql", { query, variables });

/** What the trail has from an address, oldest first. */
export async function eventsFrom(server: TestServer, address: string) {
  const { trail, db } = server.deps;
  await trail.flush();
  return db.auditEvent.findMany({ where: { address }, orderBy: { id: "asc" } });
}

interface Told {
  readonly act: string;
  readonly door: string;
  readonly outcome: string;
}

/** The same as texts: `login bearer OK`. */
export const toldOf = (events: readonly Told[]): string[] =>
  events.map(({ act, door, outcome }) => `${act} ${door} ${outcome}`);
