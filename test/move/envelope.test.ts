import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../fixtures/process.ts";
import { useEnvelopeServer } from "./clients.ts";
import { ACCOUNTS, envelopeServer, isDeleted, isDisabled } from "./old-servers.ts";
import { command, IDS, lockedOut, record, replay, expectNoSecrets } from "./steps.ts";

const SLOWLY = { timeout: 600_000 };

describe("a whole move", () => {
  test("of the envelope server: its clients notice nothing, and everybody signs in everywhere", SLOWLY, async () => {
    const [old, folder] = [await envelopeServer(), await temporaryFolder()];
    const { copy, recording, secrets } = await record(old, folder, (base) => useEnvelopeServer(base, old));
    await expectNoSecrets(recording, secrets);
    const brought = await command({ DATA_DIR: folder }, "import-legacy", "envelope", copy);
    expect(brought).toMatchObject({
      code: 0,
      output: expect.stringContaining(`${ACCOUNTS} new accounts (${IDS.filter(isDeleted).length} of them deleted)`),
    });

    const { code, output } = await replay(folder, recording);
    expect(output).toMatch(/ 0 answered differently\.\n$/);
    expect(output).not.toContain("Not played");
    expect(code).toBe(0);
    expect(await lockedOut(folder)).toEqual(IDS.filter((id) => isDisabled(id) || isDeleted(id)));
  });
});
