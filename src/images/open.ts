import type { BigIntStats } from "node:fs";
import { constants, lstat, open, readlink, realpath, type FileHandle } from "node:fs/promises";
import { join } from "node:path";

export interface OpenedFile {
  readonly handle: FileHandle;
  readonly stats: BigIntStats;
  /** Where it lies, free of symbolic links. */
  readonly path: string;
  /** Its name below the folder, which may be another Unicode spelling of the one asked for. */
  readonly name: string;
}

/** Tells whether an open file lies at the very path that it was opened by, so that no symbolic link was followed. */
export type Proof = (handle: FileHandle, stats: BigIntStats, path: string) => Promise<boolean>;

/** A pipe must not keep open() waiting for a writer. Windows has neither flag: there they are undefined, which is 0. */
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** What open() and its kin say of a path at which there is nothing for the client, EACCES included. */
const ABSENT = new Set([
  "EACCES",
  "EILSEQ",
  "EINVAL",
  "EISDIR",
  "ELOOP",
  "EMLINK",
  "ENAMETOOLONG",
  "ENODEV",
  "ENOENT",
  "ENOTDIR",
  "ENXIO",
  "EPERM",
]);

/**
 * Opens a plain file below a folder; null when there is none, or when a symbolic link leads to it from below the folder
 * (the folder itself may be one). The caller closes the handle.
 *
 * The file is opened first and judged by its descriptor, so that nobody can swap a folder for a link in between.
 */
export async function openBelow(folder: string, name: string, proof = liesAt): Promise<OpenedFile | null> {
  const root = await orAbsent(realpath(folder));
  if (root === null) return null;
  // Files that were copied from a Mac are often spelled in decomposed characters, which look the same in a link.
  for (const spelling of new Set([name, name.normalize("NFC"), name.normalize("NFD")])) {
    const path = join(root, spelling);
    const handle = await orAbsent(open(path, FLAGS));
    const stats = handle && (await judged(handle, path, proof));
    if (stats) return { handle, stats, path, name: spelling };
  }
  return null;
}

/** The outcome, or null when it is that there is nothing there (for us). Other failures, such as EMFILE, stay such. */
export async function orAbsent<T>(outcome: Promise<T>): Promise<T | null> {
  try {
    return await outcome;
  } catch (error) {
    if (error instanceof Error && "code" in error && ABSENT.has(String(error.code))) return null;
    throw error;
  }
}

/** Whether two paths are one, for systems that fold Unicode spellings (macOS) too. Letter case always counts. */
export function samePath(a: string, b: string): boolean {
  return a === b || (process.platform === "darwin" && a.normalize() === b.normalize());
}

async function judged(handle: FileHandle, path: string, proof: Proof): Promise<BigIntStats | null> {
  try {
    const stats = await handle.stat({ bigint: true });
    if (stats.isFile() && (await proof(handle, stats, path))) return stats;
  } catch (error) {
    await handle.close();
    throw error;
  }
  await handle.close();
  return null;
}

/** On Linux the kernel knows by which path a descriptor was opened, with every link resolved: no race is left. */
export const liesAt: Proof = async (handle, stats, path) => {
  const opened = process.platform === "linux" ? await orAbsent(readlink(`/proc/self/fd/${handle.fd}`)) : null;
  return opened === null ? liesAtByIdentity(handle, stats, path) : opened === path;
};

/**
 * Elsewhere, or without /proc: the path resolves to itself, and what lies there is what was opened. A link swapped in
 * for open() and out again is found by the identity; only one that is swapped in a second time, between realpath() and
 * lstat(), goes unseen, which takes write access to the catalogue.
 */
export const liesAtByIdentity: Proof = async (_handle, stats, path) => {
  const real = await orAbsent(realpath(path));
  if (real === null || !samePath(real, path)) return false;
  const there = await orAbsent(lstat(path, { bigint: true }));
  return there !== null && there.dev === stats.dev && there.ino === stats.ino;
};
