import { hash } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { asSent } from "../http/connection.ts";
import { compress, type Encoding, encodingFor, isCompressible } from "./encoding.ts";

/** Of longer ones the copying costs more than the second piece. */
const MAX_TEXT_BYTES = 4096;

/** Names and values in turn, as `writeHead` takes them. */
export type Headers = readonly string[];

/** One form of an answer: as it is, or compressed. */
interface Form {
  readonly bytes: Buffer;
  /** The bytes as characters of their own, of a short one: node:http writes it together with the head, in one piece. */
  readonly text: string | null;
  readonly headers: string[];
  /** Of an answer that a client may ask for by its tag. */
  readonly etag: string | null;
  /** What a 304 says: all that is not about the body. */
  readonly validators: string[];
}

/** A whole answer with status 200 and all its forms; those that nobody has asked for yet are made when somebody does. */
export class Answer {
  readonly #headers: Headers;
  readonly #tag: string | null;
  readonly #plain: Form;
  readonly #compressible: boolean;
  readonly #compressed = new Map<Encoding, Form | Promise<Form>>();

  /**
   * @param headers without those of a body's form, which are added here
   * @param tagged whether the answer gets a strong `ETag`, and those who have it a 304
   */
  constructor(headers: Headers, body: Buffer, { type, tagged }: { readonly type: string; readonly tagged: boolean }) {
    this.#compressible = isCompressible(type, body.length);
    this.#headers = this.#compressible ? [...headers, "Vary", "Accept-Encoding"] : headers;
    this.#tag = tagged ? hash("sha256", body, "base64url") : null;
    this.#plain = this.#form(body, null);
  }

  /** About how much memory it takes. */
  get bytes(): number {
    // As a heap has it: the answer's headers and record take more than a short body. Twice: the compressed forms take less
    // together than the plain one.
    return 3072 + (this.#compressible ? 2 : 1) * this.#plain.bytes.length;
  }

  /** @param own headers of this one request */
  send(req: IncomingMessage, res: ServerResponse, own: Headers): void {
    const { headers } = asSent(req);
    const form = this.#formFor(headers["accept-encoding"]);
    if (form instanceof Promise)
      form.then(
        (made) => sendForm(headers, res, made, own),
        () => sendForm(headers, res, this.#plain, own),
      );
    else sendForm(headers, res, form, own);
  }

  #formFor(accepted: string | undefined): Form | Promise<Form> {
    const encoding = this.#compressible ? encodingFor(accepted) : null;
    if (encoding === null) return this.#plain;
    const found = this.#compressed.get(encoding) ?? this.#make(encoding);
    this.#compressed.set(encoding, found);
    return found;
  }

  async #make(encoding: Encoding): Promise<Form> {
    const form = this.#form(await compress(this.#plain.bytes, encoding), encoding);
    this.#compressed.set(encoding, form);
    return form;
  }

  #form(bytes: Buffer, encoding: Encoding | null): Form {
    const etag = this.#tag === null ? null : `"${this.#tag}${encoding === null ? "" : `-${encoding}`}"`;
    const tag = etag === null ? [] : ["ETag", etag];
    const coded = encoding === null ? [] : ["Content-Encoding", encoding];
    const headers = [...this.#headers, ...tag, ...coded, "Content-Length", String(bytes.length)];
    return {
      bytes,
      text: bytes.length <= MAX_TEXT_BYTES ? bytes.toString("latin1") : null,
      headers,
      etag,
      validators: headers.filter((_, i) => !/^content-/i.test(headers[i - (i % 2)] ?? "")),
    };
  }
}

function sendForm(asked: IncomingHttpHeaders, res: ServerResponse, form: Form, own: Headers): void {
  const known = asked["if-none-match"];
  if (form.etag !== null && known !== undefined && isListed(known, form.etag)) {
    res.writeHead(304, [...form.validators, ...own]).end();
  } else {
    res.writeHead(200, [...form.headers, ...own]);
    if (form.text === null) res.end(form.bytes);
    else res.end(form.text, "latin1");
  }
}

/** RFC 9110 §8.8.3.2, the weak comparison: it looks past `W/`, which proxies put before the tags of what they recode. */
function isListed(header: string, etag: string): boolean {
  if (header === etag || header === "*") return true;
  // Commas may stand within a tag.
  return Array.from(header.matchAll(/(?:W\/)?("[^"]*")/g), ([, tag]) => tag).includes(etag);
}
