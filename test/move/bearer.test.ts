import { expect, test } from "vitest";
import { temporaryFolder } from "../fixtures/process.ts";
import { useBearerServer } from "./clients.ts";
import { bearerServer, describeWithFastApi, isDisabled, PRODUCTS } from "./old-servers.ts";
import { command, expectNoSecrets, IDS, lockedOut, record, replay } from "./steps.ts";

const SLOWLY = { timeout: 600_000 };

describeWithFastApi("a whole move", () => {
  test("of the bearer server: its clients notice nothing, and everybody signs in everywhere", SLOWLY, async () => {
    const [old, folder] = [await bearerServer(), await temporaryFolder()];
    const { copy, recording, secrets } = await record(old, folder, useBearerServer);
    await expectNoSecrets(recording, secrets);
    const brought = await command({ DATA_DIR: folder }, "import-legacy", "bearer", copy);
    expect(brought).toMatchObject({ code: 0, output: expect.stringContaining(`${PRODUCTS} new products`) });

    const { code, output } = await replay(folder, recording);
    expect(output).toMatch(/ 0 answered differently\.\n$/);
    expect(output).not.toMatch(
      /Not played|Never seen:\n(?:.*\n)*? {2}\w+ \/(?:api\/users\/\w+$|cache|api\/products\/p)/,
    );
    expect(code).toBe(0);
    expect(await lockedOut(folder)).toEqual(IDS.filter(isDisabled));
  });
});
