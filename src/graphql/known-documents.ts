import { type DocumentNode, getOperationAST, parse } from "graphql";
import { readExamples } from "../explorer/examples/index.ts";

/** What operations of documents that clients write are counted as: their names would be anything. */
const OTHER = "other";

const nameOf = (document: DocumentNode): string => getOperationAST(document)?.name?.value ?? OTHER;

/** The names of operations that the server itself has documents of, by their texts: the explorer's examples. */
const own: ReadonlyMap<string, string> = new Map(
  readExamples().map(({ query }) => [query, nameOf(parse(query))] as const),
);

/**
 * What an operation is counted as: its name, where its document is known beforehand.
 * @param text as the client has sent it, or named it
 * @param declares whether a manifest has a document
 */
export function countedName(
  text: string | undefined,
  document: DocumentNode,
  declares: (text: string) => boolean,
): string {
  if (text === undefined) return OTHER;
  return own.get(text) ?? (declares(text) ? nameOf(document) : OTHER);
}
