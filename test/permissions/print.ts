import { writeFileSync } from "node:fs";
import { print } from "./matrix.ts";

writeFileSync(new URL("../../docs/permissions.md", import.meta.url), print());
