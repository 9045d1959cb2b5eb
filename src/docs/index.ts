import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { type RequestHandler, Router } from "express";
import type { Config } from "../config.ts";
import { type Asset, createAsset, sendAsset } from "../http/asset.ts";
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
  const router = Router({ strict: true });
  router.get("/openapi.json", file({ type: JSON_TYPE, path: ours("../../openapi.json") }, DOCUMENT_HEADERS));
  router.get(
    "/docs",
    page(
      kept(() => createAsset(HTML, referencePage())),
      REFERENCE_HEADERS,
    ),
  );
  router.get("/docs/moving", moving(config));
  for (const [name, { type, path }] of Object.entries(files)) {
    router.get(`${PARTS}/${name}`, file({ type, path }, HEADERS));
  }
  const index = page(
    kept(() => createAsset(HTML, v2IndexPage())),
    HEADERS,
  );
  router.get(BASE, (req, res, next) => {
    res.vary("Accept");
    return wantsPage(req) ? index(req, res, next) : void res.json(v2Index);
  });
  return router;
}

/** In the language that the address names, or else the browser. */
function moving(config: Config): RequestHandler {
  const made = (language: "en" | "zh") =>
    page(
      kept(() => createAsset(HTML, movingPage(oldRoutes(config), language, config.explorer))),
      HEADERS,
    );
  const pages = { en: made("en"), zh: made("zh") };
  return (req, res, next) => {
    res.vary("Accept-Language");
    const { language } = req.query;
    const asked = language === "en" || language === "zh" ? language : req.acceptsLanguages("en", "zh");
    return pages[asked === "zh" ? "zh" : "en"](req, res, next);
  };
}

const file = ({ type, path }: DocsFile, headers: Headers): RequestHandler =>
  page(
    kept(async () => createAsset(type, await readFile(path, "utf8"))),
    headers,
  );

const page =
  (asset: () => Promise<Asset>, headers: Headers): RequestHandler =>
  async (req, res) =>
    sendAsset(req, res.set(headers), await asset());

/** Made when it is first asked for. */
function kept<Made>(make: () => Promise<Made>): () => Promise<Made> {
  let made: Promise<Made> | undefined;
  return () => (made ??= make());
}
