import { mkdir, mkdtemp, realpath, rename, rm, symlink, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { liesAt, liesAtByIdentity, openBelow, type Proof } from "./open.ts";

let base: string;
let root: string;

beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), "open-")));
  root = join(base, "root");
  await mkdir(join(root, "folder"), { recursive: true });
  await mkdir(join(base, "outside"));
  await writeFile(join(root, "folder", "a.jpg"), "inside");
  await writeFile(join(base, "outside", "a.jpg"), "outside");
});

afterEach(() => rm(base, { recursive: true }));

async function contents(name: string, proof: Proof): Promise<string | null> {
  const file = await openBelow(root, name, proof);
  if (file === null) return null;
  await using handle = file.handle;
  return handle.readFile("utf8");
}

describe.each([
  ["by the kernel's word (on Linux)", liesAt],
  ["by identity (elsewhere)", liesAtByIdentity],
])("openBelow, proved %s", (_title, proof) => {
  it("opens a plain file", async () => {
    expect(await contents("folder/a.jpg", proof)).toBe("inside");
  });

  it("refuses links to files and folders, outside and inside, absolute and relative", async () => {
    await symlink(join(base, "outside", "a.jpg"), join(root, "file.jpg"));
    await symlink(join("folder", "a.jpg"), join(root, "inner.jpg"));
    await symlink("../outside", join(root, "out"));
    await symlink("folder", join(root, "in"));
    for (const name of ["file.jpg", "inner.jpg", "out/a.jpg", "in/a.jpg"]) {
      expect(await contents(name, proof), name).toBeNull();
    }
  });

  it("refuses folders, links to nowhere, links in a circle and what lies below a file", async () => {
    await symlink("missing", join(root, "dangling.jpg"));
    await symlink("circle.jpg", join(root, "circle.jpg"));
    await mkdir(join(root, "folder.jpg"));
    for (const name of ["dangling.jpg", "circle.jpg", "folder.jpg", "folder/a.jpg/b.jpg"]) {
      expect(await contents(name, proof), name).toBeNull();
    }
  });

  it("finds out that a link was in place while the file was opened", async () => {
    await rename(join(root, "folder"), join(root, "aside"));
    await symlink("../outside", join(root, "folder"));
    const swapBack: Proof = async (handle, stats, path) => {
      await unlink(join(root, "folder"));
      await rename(join(root, "aside"), join(root, "folder"));
      return proof(handle, stats, path);
    };
    expect(await contents("folder/a.jpg", swapBack)).toBeNull();
    expect(await contents("folder/a.jpg", proof)).toBe("inside");
  });
});
