import type { Logger } from "pino";
import type { Database } from "../database/client.ts";
import { type Kept, keep } from "../stores/kept.ts";
import type { MessageBus } from "../stores/store.ts";
import type { ProductRow } from "./conditions.ts";
import { rowsOf } from "./rows.ts";

/**
 * What changes a kept value: a write of the one product, a write of any product, or besides those the writing of views.
 * A row is kept as a `product`: its views in there are not kept up to date, and nobody shows them.
 */
export type Part = "product" | "list" | "views";

const MIB = 1024 * 1024;
const BYTES = { product: 16 * MIB, list: 8 * MIB, views: 2 * MIB };

/** The note of a write of views, and the one of a change of nobody knows what. */
const VIEWS = "views";
const EVERYTHING = "";

/** Is told of a value when it has been read, and of where it is kept. */
export type NoteRead = (part: Part, key: string, value: object) => void;

interface Parts {
  readonly db: Database;
  readonly messages: MessageBus;
  readonly log: Logger;
}

/** The catalogue as this process reads it: kept in memory, and dropped part by part as it changes. */
export class Catalogue {
  readonly #kept: Kept<Part>;
  readonly #db: Database;
  readonly #rows: ReturnType<typeof rowsOf>;
  readonly #note: NoteRead | undefined;

  private constructor(kept: Kept<Part>, db: Database, rows: ReturnType<typeof rowsOf>, note?: NoteRead) {
    this.#kept = kept;
    this.#db = db;
    this.#rows = rows;
    this.#note = note;
  }

  static open({ db, messages, log }: Parts): Catalogue {
    return new Catalogue(keep({ topic: "catalogue", parts: BYTES, forgets, messages, log }), db, rowsOf(db));
  }

  /** The same catalogue; `note` is told of everything that is read through it. */
  noting(note: NoteRead): Catalogue {
    return new Catalogue(this.#kept, this.#db, this.#rows, note);
  }

  /** The value kept under a key of a part, or what `load` gives; those who ask at the same time share one load. */
  async read<T extends object>(part: Part, key: string, load: (db: Database) => Promise<T>): Promise<T> {
    const value = await this.#kept.read(part, key, () => load(this.#db));
    this.#note?.(part, key, value);
    return value;
  }

  /** One product, or null when there is none with this id. */
  async product(id: number): Promise<ProductRow | null> {
    const { row } = await this.read("product", String(id), () => this.#rows.product(id));
    return row;
  }

  /** A product's views as the database has them; 0 when there is no such product. */
  async viewsOf(id: number): Promise<number> {
    const { views } = await this.read("views", `of:${id}`, () => this.#rows.views(id));
    return views;
  }

  /** Whether a value is, itself, still the one that is kept under a key. */
  holds(part: Part, key: string, value: object): boolean {
    return this.#kept.holds(part, key, value);
  }

  figures(part: Part): ReturnType<Kept<Part>["figures"]> {
    return this.#kept.figures(part);
  }

  /** To be awaited after a product has been written; without its id, when anything may have been. */
  drop(productId?: number): Promise<void> {
    return this.#kept.drop(productId === undefined ? EVERYTHING : String(productId));
  }

  /** To be awaited after views have been written. */
  dropViews(): Promise<void> {
    return this.#kept.drop(VIEWS);
  }
}

function forgets(note: string) {
  if (note === VIEWS) return [["views"]] as const;
  return [note === EVERYTHING ? (["product"] as const) : (["product", note] as const), ["list"], ["views"]] as const;
}
