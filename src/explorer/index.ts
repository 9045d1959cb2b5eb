import type { Request, RequestHandler, Response } from "express";
import { sendAsset } from "../http/asset.ts";
import { readExamples } from "./examples/index.ts";
import { type Explorer, loadExplorer } from "./graphiql.ts";
import { PAGE_POLICY } from "./page.ts";

const FILES = "/graphql/explorer/";
const GRAPHQL_PARAMETERS = ["query", "operationName", "variables", "extensions"];
/** JSON first: it wins where a client takes anything. */
const TYPES = ["application/graphql-response+json", "application/json", "text/html"];

const COMMON = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-origin",
};
const PAGE_HEADERS = {
  ...COMMON,
  // To be kept, and asked for again each time: 304 as long as it is the same.
  "Cache-Control": "no-cache",
  "Content-Security-Policy": PAGE_POLICY,
  "Cross-Origin-Opener-Policy": "same-origin",
  "X-Frame-Options": "DENY",
};
const FILE_HEADERS = {
  ...COMMON,
  // Their names change with their content.
  "Cache-Control": "public, max-age=31536000, immutable",
  // A worker obeys the policy of its own file, and these need nothing.
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
};

/**
 * GraphiQL for browsers that open `/graphql`, and its files below `/graphql/explorer`. Every other request passes:
 * mount it before the GraphQL endpoint. All of it comes from this server; nothing is loaded before the first visit.
 */
export function explorer(): RequestHandler {
  let loading: Promise<Explorer> | undefined;
  const load = () => {
    loading ??= loadExplorer(FILES, readExamples()).catch((cause: unknown) => {
      loading = undefined;
      throw cause;
    });
    return loading;
  };

  // No routes: Express would answer OPTIONS for them, as if GET were all there is at `/graphql`.
  return async (req, res, next) => {
    if (req.method !== "GET" && req.method !== "HEAD") return next();
    const answer = isPage(req.path) ? sendPage : req.path.startsWith(FILES) ? sendFile : undefined;
    if (answer === undefined || !(await answer(req, res, load))) next();
  };
}

function isPage(path: string): boolean {
  return path === "/graphql" || path === "/graphql/";
}

/** False: the request is for somebody else. An operation in the address always is, whatever its sender accepts. */
async function sendPage(req: Request, res: Response, load: () => Promise<Explorer>): Promise<boolean> {
  if (GRAPHQL_PARAMETERS.some((name) => name in req.query)) return false;
  res.vary("Accept");
  if (req.accepts(TYPES) !== "text/html") return false;
  const { page } = await load();
  await sendAsset(req, res.set(PAGE_HEADERS), page);
  return true;
}

async function sendFile(req: Request, res: Response, load: () => Promise<Explorer>): Promise<boolean> {
  const { files } = await load();
  const asset = files.get(req.path.slice(FILES.length));
  if (asset === undefined) return false;
  await sendAsset(req, res.set(FILE_HEADERS), asset);
  return true;
}
