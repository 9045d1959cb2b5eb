import type { Deps } from "../deps.ts";

/** What somebody who has just started the server wants to know: where everything is, and how to sign in. */
export async function banner({ config, db, mailer }: Deps, port: number): Promise<string> {
  const host = ["127.0.0.1", "0.0.0.0", "::"].includes(config.host) ? "localhost" : config.host;
  const base = `http://${host}:${port}`;
  const [products, users] = await Promise.all([db.product.count(), db.user.count({ where: { deletedAt: null } })]);
  const accounts =
    users === 0
      ? "nobody has an account yet: register in the explorer's tab, or `npm run admin -- EMAIL`"
      : `${users} account${users === 1 ? "" : "s"}; \`npm run admin -- EMAIL\` makes administrators`;
  return `
  The shop is open: ${base}

    GraphQL and its explorer   ${base}/graphql
    The same as REST           ${base}/api/v2/products
    The reference of REST      ${base}/docs
    Bearer contract            ${base}/api/products/popular
    Envelope contract          ${base}/api/products?limit=5
    What became of requests    ${base}/dev/requests
${mailer.outbox ? `    Mails that nobody got      ${base}/dev/mail\n` : ""}    Health                     ${base}/health/ready

    ${products} products, database ${config.databaseUrl.replace(/\/\/.*@/, "//")}
    To sign in: the \`login\` mutation, POST /api/users/login, or POST /users/login
    (${accounts})

`;
}
