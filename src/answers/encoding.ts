import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import Negotiator from "negotiator";
import { remembered } from "../remembered.ts";

/** Shorter answers fit into one packet as they are. */
const LEAST_BYTES = 1024;
/** More would keep a thread busy for longer than the line takes. */
const BROTLI_QUALITY = 5;

export type Encoding = "br" | "gzip";
/** The best first. */
const ENCODINGS: readonly Encoding[] = ["br", "gzip"];

/** Kinds of text; pictures but SVG are compressed already. */
const TEXT = /^(?:text\/|application\/(?:[\w.+-]*\+)?(?:json|xml|javascript)|image\/svg\+xml)/i;

const deflate = {
  br: (bytes: Buffer) =>
    promisify(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  gzip: (bytes: Buffer) => promisify(gzip)(bytes),
};

export const compress = (bytes: Buffer, encoding: Encoding): Promise<Buffer> => deflate[encoding](bytes);

/** Whether an answer of this type and length gets shorter by being compressed. */
export const isCompressible = (type: string, bytes: number): boolean => bytes > LEAST_BYTES && TEXT.test(type);

/** For what clients have said that they take. */
const KNOWN_BYTES = 64 * 1024;

/** The best encoding of ours that a client takes, by its `Accept-Encoding`; null for none. */
export const encodingFor = (accepted: string | undefined): Encoding | null =>
  accepted === undefined ? null : bestOf(accepted);

const bestOf = remembered(KNOWN_BYTES, (accepted): Encoding | null => {
  const taken = new Negotiator({ headers: { "accept-encoding": accepted } }).encodings([...ENCODINGS]);
  return ENCODINGS.find((one) => taken.includes(one)) ?? null;
});
