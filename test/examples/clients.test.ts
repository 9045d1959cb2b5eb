import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freshEmail } from "../fixtures/fresh.ts";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { withService } from "../fixtures/service.ts";
import { PASSWORD } from "../graphql/support.ts";

const EXAMPLES = fileURLToPath(new URL("../../examples/clients", import.meta.url));
const inExamples = (program: string, ...args: string[]) => promisify(execFile)(program, args, { cwd: EXAMPLES });

withService(
  existsSync(`${EXAMPLES}/node_modules`),
  "typed clients",
  "`npm --prefix examples/clients ci` installs them",
  () => {
    const email = freshEmail();
    let server: TestServer;
    beforeAll(async () => {
      // Generates each one's types from the schema as it is now, and compiles.
      await inExamples("npm", "run", "--silent", "check");
      server = await startServer();
      const query = "mutation ($input: RegisterInput!) { register(input: $input) { id } }";
      await fetch(`${server.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query, variables: { input: { email, password: PASSWORD } } }),
      });
    });
    afterAll(() => server?.close());

    it.each(["apollo", "openapi", "relay", "urql"])(
      "%s reads, walks by nodeId, signs in, and knows a wrong field",
      async (client) => {
        const { stdout } = await inExamples(
          process.execPath,
          "dist/main.mjs",
          client,
          `${server.url}/graphql`,
          email,
          PASSWORD,
        );
        const outcome = JSON.parse(stdout);
        expect(outcome).toEqual({
          cheapest: [expect.any(String), expect.any(String), expect.any(String)],
          price: expect.stringMatching(/^\$\d+\.\d\d$/),
          again: outcome.cheapest[0],
          signedInAs: email,
          wrong: { path: expect.anything(), code: expect.stringMatching(/^[A-Z_]+$/) },
        });
      },
    );
  },
);
