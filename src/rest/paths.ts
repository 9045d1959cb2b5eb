/** Paths as tables of routes write them: `/api/users/{user_id}`; `{name:path}` takes all that follows, slashes included. */

/** As Express writes it: `/api/users/:user_id`. */
export const expressPath = (path: string): string =>
  path.replaceAll(/\{(\w+):path\}/g, "*$1").replaceAll(/\{(\w+)\}/g, ":$1");

/** What such paths look like when they are sent; the parameters are groups, still encoded. */
export const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll(/\{(\w+):path\}/g, "(?<$1>.+)").replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`);

/** As people write it, to whom it does not matter how much of an address a parameter takes. */
export const spokenPath = (path: string): string => path.replaceAll(":path}", "}");
