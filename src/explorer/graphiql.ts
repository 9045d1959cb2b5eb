import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Asset, createAsset } from "../http/asset.ts";
import type { Example } from "./examples/index.ts";
import { explorerPage, ICON } from "./page.ts";

/** The page, and by file name what it loads. */
export interface Explorer {
  readonly page: Asset;
  readonly files: ReadonlyMap<string, Asset>;
}

/** Examples that have no tab from the beginning: hardly anybody may run them. */
const ON_DEMAND = "administration";

const SCRIPT = "text/javascript; charset=utf-8";

/**
 * Takes GraphiQL out of its package: a module of 9 MB of text, and so imported only here, when somebody wants to see it.
 * Each part becomes a file below `base`, rather than all one page: browsers keep the compiled form of script files only.
 */
export async function loadExplorer(base: string, examples: readonly Example[]): Promise<Explorer> {
  const graphiql = await import("@graphql-yoga/render-graphiql/graphiql");
  const files = new Map<string, Asset>();
  const add = async (name: string, ending: string, type: string, text: string) => {
    const asset = await createAsset(type, text);
    const file = `${name}-${asset.hash.slice(0, 16)}.${ending}`;
    files.set(file, asset);
    return base + file;
  };
  const script = (name: string, text: string) => add(name, "js", SCRIPT, text);
  const ours = async (name: string) => script(name, await readFile(join(import.meta.dirname, `${name}.js`), "utf8"));
  const parts = {
    script: await script("graphiql", graphiql.js),
    style: await add("graphiql", "css", "text/css; charset=utf-8", graphiql.css),
    session: await ours("session"),
    boot: await ours("boot"),
    workers: {
      editorWorkerService: await script("editor-worker", graphiql.editorWorkerService),
      graphql: await script("graphql-worker", graphiql.graphqlWorker),
      json: await script("json-worker", graphiql.jsonWorker),
    },
  };
  const defaultTabs = examples
    .filter(({ task }) => task !== ON_DEMAND)
    .map(({ query, variables }) => ({ query, variables: variables ?? null, headers: null }));
  const options = { endpoint: "/graphql", logo: ICON, defaultTabs };
  const html = explorerPage("Storefront API", parts, options, examples);
  return { page: await createAsset("text/html; charset=utf-8", html), files };
}
