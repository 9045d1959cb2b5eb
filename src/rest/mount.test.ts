import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express, { type RequestHandler } from "express";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { type Method, mount, type MountedRoute } from "./mount.ts";

const log = pino({ level: "silent" });
const first: RequestHandler = (_req, _res, next) => next();

/** A route that answers with its own name and parameters. */
const route = (method: Method, path: string, name = path): MountedRoute => ({
  method,
  path,
  serve: (req, res) => void res.json([name, { ...req.params }]),
  wording: ({ code, status }) => ({ status, body: [name, code] }),
});

async function answers(
  routes: readonly MountedRoute[],
  ...requests: readonly (readonly [method: string, path: string])[]
) {
  const app = express().use(mount(routes, { log, first, strict: false }));
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // a server on a TCP port has no other kind
  try {
    return await Promise.all(
      requests.map(async ([method, path]) => {
        const response = await fetch(`http://127.0.0.1:${port}${path}`, { method });
        const text = await response.text();
        const body: unknown = text === "" ? null : JSON.parse(text);
        return { status: response.status, allow: response.headers.get("allow"), body };
      }),
    );
  } finally {
    server.close();
  }
}

describe("mounted routes", () => {
  it("share a path whatever they call its parameter", async () => {
    const [read, removed, made, asked] = await answers(
      [route("GET", "/things/{id}", "read"), route("DELETE", "/things/{thing_id}", "remove")],
      ["GET", "/things/7"],
      ["DELETE", "/things/7"],
      ["POST", "/things/7"],
      ["OPTIONS", "/things/7"],
    );
    expect(read?.body).toEqual(["read", { id: "7" }]);
    expect(removed?.body).toEqual(["remove", { thing_id: "7" }]);
    expect(made).toEqual({ status: 405, allow: "GET, DELETE, HEAD, OPTIONS", body: ["read", "METHOD_NOT_ALLOWED"] });
    expect(asked).toEqual({ status: 204, allow: "GET, DELETE, HEAD, OPTIONS", body: null });
  });

  it("are found by name before by parameter, in whatever order they stand", async () => {
    const routes = [
      route("GET", "/{a}/{b}/x"),
      route("GET", "/things/{id}"),
      route("GET", "/things/popular"),
      route("GET", "/things/{id}/x"),
    ];
    const [popular, one, deep] = await answers(
      routes,
      ["GET", "/things/popular"],
      ["GET", "/things/1"],
      ["GET", "/things/1/x"],
    );
    expect(popular?.body).toEqual(["/things/popular", {}]);
    expect(one?.body).toEqual(["/things/{id}", { id: "1" }]);
    expect(deep?.body).toEqual(["/things/{id}/x", { id: "1" }]);
  });

  it("are refused at the start when two claim one method of one path", () => {
    const twice = [route("GET", "/things/{id}"), route("GET", "/things/{thing_id}")];
    expect(() => mount(twice, { log, first, strict: false })).toThrow(
      "/things/{id} and /things/{thing_id} both claim GET of one path",
    );
  });
});
