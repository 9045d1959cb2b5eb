import type { Request } from "express";

/** What a request sends, whichever way. */
const sentBy = (req: Request): Readonly<Record<string, unknown>> =>
  req.method === "POST" ? Object(req.body) : req.query;

/** The id of the document that a request names instead of sending it: its own, or that of Apollo's extension; null for none. */
export function namedDocument(req: Request): string | null {
  const { documentId, extensions } = sentBy(req);
  if (typeof documentId === "string" && documentId !== "") return documentId;
  const { persistedQuery }: { persistedQuery?: unknown } = Object(read(extensions));
  const { sha256Hash }: { sha256Hash?: unknown } = Object(persistedQuery);
  return typeof sha256Hash === "string" && sha256Hash !== "" ? sha256Hash : null;
}

/** Extensions as a body has them, or as a query string does: as JSON. */
function read(extensions: unknown): unknown {
  if (typeof extensions !== "string") return extensions;
  try {
    return JSON.parse(extensions);
  } catch {
    return null;
  }
}
