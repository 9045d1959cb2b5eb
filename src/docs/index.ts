import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { type RequestHandler, Router } from "express";
import type { Config } from "../config.ts";
import { servedText } from "../http/asset.ts";
import { HEADERS, wantsPage } from "../pages/index.ts";
import { BASE } from "../rest/v2/table.ts";
import { movingPage } from "./moving/page.ts";
import { oldRoutes } from "./moving/routes.ts";
import { PARTS, referencePage } from "./reference.ts";
import { v2Index, v2IndexPage } from "./v2-index.ts";

const JSON_TYPE = "application/json; charset=utf-8";
const HTML = "text/html; charset=utf-8";
const CSS = "text/css; charset=utf-8";
const SCRIPT = "text/javascript; charset=utf-8";

const { resolve } = createRequire(import.meta.url);
const ours = (path: string) => fileURLToPath(new URL(path, import.meta.url));

interface DocsFile {
  readonly type: string;
  readonly path: string;
}
type Headers = Readonly<Record<string, string>>;

/** Every file that the pages load. */
const files: Readonly<Record<string, DocsFile>> = {
  "swagger-ui-bundle.js": { type: SCRIPT, path: resolve("swagger-ui-dist/swagger-ui-bundle.js") },
  "swagger-ui.css": { type: CSS, path: resolve("swagger-ui-dist/swagger-ui.css") },
  "session.js": { type: SCRIPT, path: ours("../explorer/session.js") },
  "reference.js": { type: SCRIPT, path: ours("reference.js") },
  "reference.css": { type: CSS, path: ours("reference.css") },
  "docs.css": { type: CSS, path: ours("docs.css") },
};

const DOCUMENT_HEADERS = { "Cache-Control": "public, max-age=300" };

/** Swagger UI draws its arrows as addresses that hold a picture. */
const REFERENCE_HEADERS = {
  ...HEADERS,
  "Content-Security-Policy": HEADERS["Content-Security-Policy"].replace("img-src 'self'", "img-src 'self' data:"),
};

/**
 * What is written about the REST doors: `/openapi.json`, the reference at `/docs`, `/docs/moving`, and the index of
 * `/api/v2`. They tell nothing that clients do not know, so they are there in production, too.
 */
export function docs(config: Config): Router {
  const router = Router();
  router.get("/openapi.json", file(JSON_TYPE, DOCUMENT_HEADERS, ours("../../openapi.json")));
  router.get("/docs", servedText(HTML, REFERENCE_HEADERS, referencePage));
  router.get("/docs/moving", moving(config));
  for (const [name, { type, path }] of Object.entries(files)) router.get(`${PARTS}/${name}`, file(type, HEADERS, path));
  const index = servedText(HTML, HEADERS, v2IndexPage);
  router.get(BASE, (req, res, next) => {
    res.vary("Accept");
    return wantsPage(req) ? index(req, res, next) : void res.json(v2Index);
  });
  return router;
}

/** In the language that the address names, or else the browser. */
function moving(config: Config): RequestHandler {
  const made = (language: "en" | "zh") =>
    servedText(HTML, HEADERS, () => movingPage(oldRoutes(config), language, config.explorer));
  const pages = { en: made("en"), zh: made("zh") };
  return (req, res, next) => {
    res.vary("Accept-Language");
    const { language } = req.query;
    const asked = language === "en" || language === "zh" ? language : req.acceptsLanguages("en", "zh");
    return pages[asked === "zh" ? "zh" : "en"](req, res, next);
  };
}

const file = (type: string, headers: Headers, path: string): RequestHandler =>
  servedText(type, headers, () => readFile(path, "utf8"));
