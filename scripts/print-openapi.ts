/** Prints the REST doors' OpenAPI document into openapi.json; codegen.ts runs it. */
import { writeFileSync } from "node:fs";
import { loadConfig } from "../src/config.ts";
import { openApi } from "../src/openapi/document.ts";

writeFileSync("openapi.json", `${JSON.stringify(await openApi(loadConfig({})), null, 2)}\n`);
