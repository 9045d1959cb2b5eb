import { BASE, table } from "./v2/table.ts";

const rows: Readonly<Record<string, { readonly on: string } | undefined>> = table;

/** The `/api/v2` route of an operation: `Mutation.login` → `POST /api/v2/sessions`. */
export function successorOf(operation: string): string | undefined {
  const [method, path] = rows[operation]?.on.split(" ", 2) ?? [];
  return path === undefined ? undefined : `${method} ${BASE}${path}`;
}
