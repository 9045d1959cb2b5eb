import type { Deps } from "./deps.ts";

/** What somebody who has just started the server wants to know: where everything is, and how to sign in. */
export async function banner({ config, db }: Deps, port: number): Promise<string> {
  const host = ["127.0.0.1", "0.0.0.0", "::"].includes(config.host) ? "localhost" : config.host;
  const base = `http://${host}:${port}`;
  const [products, users] = await Promise.all([db.product.count(), db.user.count({ where: { deletedAt: null } })]);
  const signIn =
    users === 0
      ? "Nobody has an account yet: register one, or set ADMIN_EMAIL and ADMIN_PASSWORD."
      : `${users} account${users === 1 ? "" : "s"}: sign in with the \`login\` mutation or either REST contract.`;
  return `
  The shop is open: ${base}

    GraphQL and its explorer   ${base}/graphql
    Bearer contract            ${base}/api/users/login, ${base}/api/products/popular, …
    Pictures                   ${base}/cache/catalog/…
    Health                     ${base}/health/ready

    ${products} products, database ${config.databaseUrl.replace(/\/\/.*@/, "//")}
    ${signIn}

`;
}
