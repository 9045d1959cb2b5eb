/** docs/contracts/coverage.md: every outcome with the tests that prove it. */
import { outcomesOf, subjects } from "./outcomes.ts";
import type { Proof } from "./proofs.ts";

/** What keeps the page from being made: outcomes without a test, and ids that name none. */
export function gaps(proofs: readonly Proof[]): string[] {
  const proven = new Set(
    proofs.flatMap(({ ids }) => ids.flatMap((id) => outcomesOf(id).map(({ outcome }) => outcome.id))),
  );
  const unproven = subjects.flatMap(({ outcomes }) => outcomes.filter(({ id }) => !proven.has(id)));
  const unknown = proofs.flatMap(({ ids, file }) =>
    ids.filter((id) => outcomesOf(id).length === 0).map((id) => `${file}: [${id}] names no outcome`),
  );
  return [...unproven.map(({ id }) => `no test bears [${id}] in its name`), ...unknown];
}

export function print(proofs: readonly Proof[]): string {
  const sections = subjects.map(({ title, outcomes }) => {
    const lines = outcomes.flatMap(({ id, name, status, words }) => {
      const tests = proofs.filter(({ ids }) =>
        ids.some((one) => outcomesOf(one).some(({ outcome }) => outcome.id === id)),
      );
      return [
        `- ${status} ${name}${words && ` \`${words}\``}`,
        ...tests.map(({ file, name: test }) => `  - [${file.replace(/^test\//, "")}](../../${file}): ${escaped(test)}`),
      ];
    });
    const isRoute = title.includes("/");
    return [`## ${isRoute ? `\`${title}\`` : title}`, "", ...lines, ""].join("\n");
  });
  return [INTRODUCTION, ...sections].join("\n");
}

/** What Markdown would take for its own. */
const escaped = (text: string): string => text.replaceAll(/[*_<>[\]]/g, "\\$&");

const INTRODUCTION = `# What proves the contracts

Made by \`npm run coverage:contracts\` from the tables of routes and from the names of tests. Every outcome that the documents
name stands here with the tests that bear its id: \`[POST /users/login ACCOUNT_DISABLED]\`, \`[envelope INTERNAL]\` for what any
route may answer, \`[envelope * ADMIN_REQUIRED]\` for every route that has the outcome. A test that bears an id fails unless a
server gave that answer while it ran; an outcome without a test fails \`test/contracts\`.
`;
