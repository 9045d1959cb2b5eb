/** What the REST doors share about paths and methods. */

/** `/api/users/{user_id}`, as tables write it → `/api/users/:user_id`, as Express does. */
export const expressPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ":$1");

/** The `Allow` header of a path that has these methods. */
export const allowHeader = (methods: readonly string[]): string =>
  [...methods, ...(methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");

/** The name of Express's function for a method. */
export const lowerCase = <Method extends string>(method: Method): Lowercase<Method> =>
  method.toLowerCase() as Lowercase<Method>; // toLowerCase() forgets literals

/** Whether Express gave up on a path because its percent-encoding is broken. */
export const isUndecodable = (cause: unknown): boolean =>
  cause instanceof URIError || (cause instanceof Error && "status" in cause && cause.status === 400);
