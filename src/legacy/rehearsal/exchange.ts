import { type FileHandle, open, readFile } from "node:fs/promises";

/** What a body was: JSON with variables in place of secrets, a digest of anything else, or nothing. */
export type Body =
  | { readonly kind: "none" }
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "bytes"; readonly sha256: string; readonly length: number };

export type Headers = Readonly<Record<string, string>>;

/** A request of a real client and what the old server said, without any secret. */
export interface Exchange {
  /** Which of the recording's clients: `c1`. */
  readonly client: string;
  /** When the request came: ISO 8601. */
  readonly at: string;
  /** `POST /users/login`, as the route tables have it. */
  readonly route: string;
  readonly request: {
    readonly method: string;
    /** Path and query. */
    readonly target: string;
    readonly headers: Headers;
    readonly body: Body;
  };
  readonly answer: Answer;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** `Set-Cookie`, of which there may be several. */
  readonly cookies: readonly string[];
  readonly body: Body;
}

/** The rehearsal cannot go on; the message is a sentence for whoever rehearses. */
export class RehearsalError extends Error {
  override readonly name = "RehearsalError";
}

/** The first line of a recording. */
const HEAD = { rehearsal: 1 };

/** A recording that is being written: a file of lines of JSON, which only its owner may read. */
export class RecordingWriter {
  readonly #file: FileHandle;
  readonly #maxBytes: number;
  #last: Promise<unknown>;
  #bytes = 0;
  /** How many exchanges are in it. */
  written = 0;
  /** Whether it has reached its size; what comes after that is not in it. */
  full = false;

  private constructor(file: FileHandle, maxBytes: number) {
    this.#file = file;
    this.#maxBytes = maxBytes;
    this.#last = file.write(`${JSON.stringify(HEAD)}\n`);
  }

  /** @throws {RehearsalError} when the file is there already */
  static async create(path: string, maxBytes: number): Promise<RecordingWriter> {
    const file = await open(path, "wx", 0o600).catch((error: unknown) => {
      throw new RehearsalError(`The recording ${path} can't be made (${String(error)}).`, { cause: error });
    });
    return new RecordingWriter(file, maxBytes);
  }

  add(exchange: Exchange): void {
    const line = `${JSON.stringify(exchange)}\n`;
    this.full ||= this.#bytes + Buffer.byteLength(line) > this.#maxBytes;
    if (this.full) return;
    this.#bytes += Buffer.byteLength(line);
    this.written += 1;
    this.#last = this.#last.then(() => this.#file.write(line));
  }

  async close(): Promise<void> {
    await this.#last;
    await this.#file.close();
  }
}

/** The exchanges of a recording, in the order in which their requests came. @throws {RehearsalError} */
export async function readRecording(path: string): Promise<Exchange[]> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw new RehearsalError(`The recording ${path} can't be read (${String(error)}).`, { cause: error });
  });
  const [head = "", ...lines] = text.split("\n").filter((line) => line !== "");
  if (head !== JSON.stringify(HEAD)) throw new RehearsalError(`${path} is no recording of this version.`);
  // Written above, by this version.
  const exchanges = lines.map((line) => JSON.parse(line) as Exchange);
  return exchanges.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
