import { mediaType } from "../../images/name.ts";
import { openBelow } from "../../images/open.ts";

/** The pictures of these, by their paths below `/cache/`, that the server would not find or not serve. */
export async function missingPictures(catalogDir: string, paths: ReadonlySet<string>): Promise<ReadonlySet<string>> {
  const missing = new Set<string>();
  for (const path of paths) {
    if (path === "") continue;
    const name = path.slice("catalog/".length);
    const file = mediaType(name) === undefined ? null : await openBelow(catalogDir, name);
    if (file === null) missing.add(path);
    await file?.handle.close();
  }
  return missing;
}
