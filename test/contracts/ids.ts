const ID = /\[((?:GET|POST|PUT|PATCH|DELETE|bearer|envelope) [^[\]]*)\]/g;

/**
 * The ids of outcomes in the name of a test: `[POST /users/login ACCOUNT_DISABLED]`, `[envelope INTERNAL]` for what any route
 * may answer, `[envelope * ADMIN_REQUIRED]` for every route that has the outcome.
 */
export const idsIn = (testName: string): string[] => Array.from(testName.matchAll(ID), ([, id = ""]) => id);

export const withoutIds = (testName: string): string => testName.replaceAll(ID, "").replaceAll(/ +/g, " ").trim();
