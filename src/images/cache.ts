import { lstat, realpath } from "node:fs/promises";
import { join } from "node:path";
import { LRUCache } from "lru-cache";
import { readImage, versionOf, type Image } from "./image.ts";
import { openBelow, orAbsent, samePath } from "./open.ts";

/**
 * How long an image is served without a look at the disk, in milliseconds: half of the second within which a change
 * must show. A look at each request halves the throughput, since it goes through the thread pool twice.
 */
const LEASE = 500;

const MAX_BYTES = 32 * 1024 * 1024;

/** Roughly what an image takes beside its bytes; it also bounds the number of those whose bytes are not kept. */
const OVERHEAD = 2048;

interface Kept {
  readonly image: Image;
  checkedAt: number;
}

/** Images that were in memory, those that were read from the disk, and about how many bytes are kept. */
export interface ImageFigures {
  readonly hits: number;
  readonly misses: number;
  readonly bytes: number;
}

/** Images of one folder, kept in memory within bounds and compared with the disk twice a second while they are read. */
export class ImageCache {
  readonly #folder: string;
  readonly #kept = new LRUCache<string, Kept>({
    maxSize: MAX_BYTES,
    sizeCalculation: ({ image }) => OVERHEAD + (image.bytes?.length ?? 0),
  });
  /** A crowd that asks for the same image at once is served by one reading. */
  readonly #underWay = new Map<string, Promise<Image | null>>();

  #hits = 0;
  #misses = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The image, if it was compared with the disk a moment ago. */
  fresh(name: string): Image | undefined {
    const kept = this.#kept.get(name);
    if (kept === undefined || performance.now() - kept.checkedAt >= LEASE) return undefined;
    this.#hits += 1;
    return kept.image;
  }

  get figures(): ImageFigures {
    return { hits: this.#hits, misses: this.#misses, bytes: this.#kept.calculatedSize };
  }

  /** The image as it is on the disk now; null when there is none. */
  current(name: string): Promise<Image | null> {
    const underWay = this.#underWay.get(name);
    if (underWay) return underWay;
    const image = this.#compare(name).finally(() => this.#underWay.delete(name));
    this.#underWay.set(name, image);
    return image;
  }

  /** Makes sure that the next look at this image reads it anew. */
  forget(name: string): void {
    this.#kept.delete(name);
  }

  async #compare(name: string): Promise<Image | null> {
    // Taken before the look: what changes while it lasts is seen by the next one.
    const checkedAt = performance.now();
    const kept = this.#kept.get(name);
    if (kept !== undefined && (await this.#stands(kept.image, name))) {
      kept.checkedAt = checkedAt;
      return kept.image;
    }
    const image = await this.#read(name);
    if (image) this.#kept.set(name, { image, checkedAt });
    else this.#kept.delete(name);
    return image;
  }

  /** Whether a reading from the disk would find the same bytes in the same place. */
  async #stands(image: Image, name: string): Promise<boolean> {
    // Under another spelling it was found only because the one asked for was missing, which may be over.
    if (!image.settled || image.name !== name) return false;
    const [path, stats] = await Promise.all([
      orAbsent(realpath(join(this.#folder, image.name))),
      orAbsent(lstat(image.path, { bigint: true })),
    ]);
    return path !== null && samePath(path, image.path) && stats !== null && versionOf(stats) === image.version;
  }

  async #read(name: string): Promise<Image | null> {
    this.#misses += 1;
    const file = await openBelow(this.#folder, name);
    if (file === null) return null;
    try {
      return await readImage(file);
    } finally {
      await file.handle.close();
    }
  }
}
