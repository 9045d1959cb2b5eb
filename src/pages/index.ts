import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Request, type RequestHandler, Router } from "express";
import { servedText } from "../http/asset.ts";

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

/** What pages lead to only where it is: what stands in them for it has `data-shown="{{name}}"`. */
export interface Places {
  /** What only a developer's machine has. */
  readonly development: boolean;
  /** GraphiQL. */
  readonly explorer: boolean;
  /** The mails that nobody got. */
  readonly mails: boolean;
}

/**
 * The pages for people: `/`, what they load below `/pages`, and the icon of all of them. Programs that ask for `/` get the
 * doors as JSON.
 */
export function pages(places: Places): Router {
  const page = pageAt("home.html", places);
  const doors = { graphql: "/graphql", rest: "/api/v2", openapi: "/openapi.json", health: "/health/ready" };
  const router = Router();
  router.get("/", (req, res, next) => {
    res.vary("Accept");
    return wantsPage(req) ? page(req, res, next) : void res.json({ name: "The storefront API", ...doors });
  });
  router.get(["/favicon.svg", "/favicon.ico"], fileAt("favicon.svg"));
  for (const name of ["bearer.py", "envelope.mjs"]) router.get(`/examples/${name}`, example(name));
  router.get("/pages/style.css", fileAt("style.css"));
  router.get("/pages/home.js", fileAt("home.js"));
  router.get("/pages/requests.js", fileAt("requests.js"));
  return router;
}

/** A client as a script, to be read. */
const example = (name: string): RequestHandler =>
  servedText("text/plain; charset=utf-8", HEADERS, () =>
    readFile(join(import.meta.dirname, "../../examples", name), "utf8"),
  );

const fileAt = (name: PageFile): RequestHandler =>
  // The type of the name says that its ending is one of these.
  servedText(TYPES[name.slice(name.lastIndexOf(".") + 1) as Ending], HEADERS, () => read(name));

/** A page, with what there is to lead to. */
export const pageAt = (
  name: PageFile & `${string}.html`,
  places: Places,
  headers: Readonly<Record<string, string>> = HEADERS,
): RequestHandler => {
  const values = new Map(Object.entries(places).map(([place, isThere]) => [place, isThere ? "on" : "off"]));
  return servedText(TYPES.html, headers, async () =>
    (await read(name)).replaceAll(/\{\{(\w+)\}\}/g, (_all, place: string) => values.get(place) ?? ""),
  );
};

const read = (name: PageFile): Promise<string> => readFile(join(import.meta.dirname, name), "utf8");

/** A page for browsers that ask for what is not there; everybody else goes on. */
export function notFoundPage(places: Places): RequestHandler {
  const page = pageAt("not-found.html", places, { ...HEADERS, "Cache-Control": "no-store" });
  return (req, res, next) => {
    if ((req.method !== "GET" && req.method !== "HEAD") || !wantsPage(req)) return next();
    return page(req, res.status(404), next);
  };
}

/** Browsers name HTML when they open an address, and nothing else does. */
export const wantsPage = (req: Request): boolean => /\btext\/html\b/.test(req.headers.accept ?? "");
