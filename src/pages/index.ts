import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Request, type RequestHandler, type Response, Router } from "express";
import { type Asset, createAsset, sendAsset } from "../http/asset.ts";

const TYPES = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
} as const;
type Ending = keyof typeof TYPES;

/** Every file that pages are made of; the paths that serve them are below. */
type PageFile =
  | "home.html"
  | "not-found.html"
  | "requests.html"
  | "style.css"
  | "home.js"
  | "requests.js"
  | "favicon.svg";

/** Everything comes from this server; nothing stands in the pages themselves that could run. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Of every page, and of what it loads. */
export const HEADERS = {
  // To be kept, and asked for again each time: 304 as long as it is the same.
  "Cache-Control": "no-cache",
  "Content-Security-Policy": POLICY,
  "Cross-Origin-Opener-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
};

/**
 * The pages for people: `/`, what they load below `/pages`, and the icon of all of them. Programs that ask for `/` get the
 * doors as JSON.
 * @param development shows what only a developer's machine has
 * @param explorer whether there is GraphiQL to lead to
 */
export function pages({
  development,
  explorer,
}: {
  readonly development: boolean;
  readonly explorer: boolean;
}): Router {
  const file = pageFiles({ mode: development ? "development" : "production", explorer: explorer ? "on" : "off" });
  const send = (name: PageFile) => sending(name, file);
  const page = send("home.html");
  const doors = { graphql: "/graphql", rest: "/api/v2", openapi: "/openapi.json", health: "/health/ready" };
  const router = Router();
  router.get("/", (req, res, next) => {
    res.vary("Accept");
    return wantsPage(req) ? page(req, res, next) : void res.json({ name: "The storefront API", ...doors });
  });
  router.get(["/favicon.svg", "/favicon.ico"], send("favicon.svg"));
  for (const name of ["bearer.py", "envelope.mjs"]) router.get(`/examples/${name}`, example(name));
  router.get("/pages/style.css", send("style.css"));
  router.get("/pages/home.js", send("home.js"));
  router.get("/pages/requests.js", send("requests.js"));
  return router;
}

/** A client as a script, to be read. */
function example(name: string): RequestHandler {
  const file = join(import.meta.dirname, "../../examples", name);
  let kept: Promise<Asset> | undefined;
  return async (req, res) => {
    kept ??= readFile(file, "utf8").then((text) => createAsset("text/plain; charset=utf-8", text));
    await sendAsset(req, res.set(HEADERS), await kept);
  };
}

/** A page that other rooms have the address of. */
export const pageAt = (name: PageFile): RequestHandler => sending(name, pageFiles({}));

const sending =
  (name: PageFile, file: (name: PageFile) => Promise<Asset>): RequestHandler =>
  async (req, res) =>
    sendAsset(req, res.set(HEADERS), await file(name));

/** A page for browsers that ask for what is not there; everybody else goes on. */
export function notFoundPage(): RequestHandler {
  const file = pageFiles({});
  return async (req: Request, res: Response, next) => {
    if ((req.method !== "GET" && req.method !== "HEAD") || !wantsPage(req)) return next();
    await sendAsset(
      req,
      res.status(404).set({ ...HEADERS, "Cache-Control": "no-store" }),
      await file("not-found.html"),
    );
  };
}

/** Browsers name HTML when they open an address, and nothing else does. */
export const wantsPage = (req: Request): boolean => /\btext\/html\b/.test(req.headers.accept ?? "");

/** Reads each file when it is first asked for, with `{{name}}` filled in from `values`. */
function pageFiles(values: Readonly<Record<string, string>>): (name: PageFile) => Promise<Asset> {
  const kept = new Map<PageFile, Promise<Asset>>();
  const load = async (name: PageFile): Promise<Asset> => {
    const text = await readFile(join(import.meta.dirname, name), "utf8");
    const filled = text.replaceAll(/\{\{(\w+)\}\}/g, (_all, key: string) => values[key] ?? "");
    // The type of the name says that its ending is one of these.
    return createAsset(TYPES[name.slice(name.lastIndexOf(".") + 1) as Ending], filled);
  };
  return (name) => {
    const asset = kept.get(name) ?? load(name);
    kept.set(name, asset);
    return asset;
  };
}
