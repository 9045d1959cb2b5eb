import { describe, expect, it } from "vitest";

/** Defines the suite where what it needs is there; elsewhere says so loudly, or fails where services are required. */
export function withService(there: boolean, name: string, missing: string, suite: () => void): void {
  if (there) {
    describe(name, suite);
    return;
  }
  const message = `SKIPPED: ${name} — ${missing}`;
  if (process.env["REQUIRE_SERVICES"] === "1") {
    describe(name, () => it("has the service it needs", () => expect.unreachable(message)));
    return;
  }
  process.stderr.write(`\n${"!".repeat(message.length)}\n${message}\n${"!".repeat(message.length)}\n\n`);
  describe.skip(message, () => it.skip(missing, () => undefined));
}
