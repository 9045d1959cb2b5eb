import { hash } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { asSent } from "../http/connection.ts";
import { compress, type Encoding, encodingFor, isCompressible } from "./encoding.ts";

/** Of longer ones the copying costs more than the second piece. */
const MAX_TEXT_BYTES = 4096;

/** A body as it is kept: a short one as characters of a byte each, which node:http writes together with the head, in one piece. */
type Body = string | Buffer;

/** Small buffers are pieces of larger ones, which would stay in memory as long as the last of their pieces. */
function keepable(bytes: Buffer): Body {
  if (bytes.length <= MAX_TEXT_BYTES) return bytes.toString("latin1");
  return bytes.buffer.byteLength === bytes.length ? bytes : Buffer.from(new Uint8Array(bytes).buffer);
}

const bytesIn = (body: Body): Buffer => (typeof body === "string" ? Buffer.from(body, "latin1") : body);

/** Names and values in turn, as `writeHead` takes them. */
export type Headers = readonly string[];

/** One form of an answer: as it is, or compressed. */
interface Form {
  readonly body: Body;
  readonly headers: Headers;
  /** Of an answer that a client may ask for by its tag. */
  readonly etag: string | null;
}

/** A whole answer with status 200 and all its forms; those that nobody has asked for yet are made when somebody does. */
export class Answer {
  readonly #plain: Form;
  readonly #compressible: boolean;
  #compressed: Map<Encoding, Form | Promise<Form>> | undefined;

  /**
   * @param headers without those of a body's form, which are added here
   * @param tagged whether the answer gets a strong `ETag`, and those who have it a 304
   */
  constructor(headers: Headers, body: Buffer, { type, tagged }: { readonly type: string; readonly tagged: boolean }) {
    this.#compressible = isCompressible(type, body.length);
    const etag = tagged ? `"${hash("sha256", body, "base64url")}"` : null;
    this.#plain = formOf(this.#compressible ? [...headers, "Vary", "Accept-Encoding"] : headers, body, etag);
  }

  /** About how much memory it takes. */
  get bytes(): number {
    // As a heap has it: the answer's headers and record take more than a short body. Twice: the compressed forms take less
    // together than the plain one.
    return 2048 + (this.#compressible ? 2 : 1) * this.#plain.body.length;
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
    const forms = (this.#compressed ??= new Map<Encoding, Form | Promise<Form>>());
    const found = forms.get(encoding) ?? this.#compress(encoding, forms);
    forms.set(encoding, found);
    return found;
  }

  async #compress(encoding: Encoding, forms: Map<Encoding, Form | Promise<Form>>): Promise<Form> {
    const { body, headers, etag } = this.#plain;
    const own = etag === null ? null : `${etag.slice(0, -1)}-${encoding}"`;
    const bytes = await compress(bytesIn(body), encoding);
    const form = formOf([...without(OF_A_FORM, headers), "Content-Encoding", encoding], bytes, own);
    forms.set(encoding, form);
    return form;
  }
}

function sendForm(asked: IncomingHttpHeaders, res: ServerResponse, form: Form, own: Headers): void {
  const known = asked["if-none-match"];
  if (form.etag !== null && known !== undefined && isListed(known, form.etag)) {
    res.writeHead(304, [...without(OF_A_BODY, form.headers), ...own]).end();
  } else {
    res.writeHead(200, [...form.headers, ...own]).end(form.body, "latin1");
  }
}

/** @param headers without those that are added here */
function formOf(headers: Headers, bytes: Buffer, etag: string | null): Form {
  const tag = etag === null ? [] : ["ETag", etag];
  return { body: keepable(bytes), headers: [...headers, ...tag, "Content-Length", String(bytes.length)], etag };
}

const OF_A_FORM = /^(?:etag|content-length)$/i;
/** What a 304 does not say. */
const OF_A_BODY = /^content-/i;

const without = (names: RegExp, headers: Headers): Headers =>
  headers.filter((_, i) => !names.test(headers[i - (i % 2)] ?? ""));

/** RFC 9110 §8.8.3.2, the weak comparison: it looks past `W/`, which proxies put before the tags of what they recode. */
function isListed(header: string, etag: string): boolean {
  if (header === etag || header === "*") return true;
  // Commas may stand within a tag.
  return Array.from(header.matchAll(/(?:W\/)?("[^"]*")/g), ([, tag]) => tag).includes(etag);
}
