import { getOperationAST, parse } from "graphql";
import { readExamples } from "../explorer/examples/index.ts";

/** What operations of documents that clients write are counted as: their names would be anything. */
const OTHER = "other";

/** The names of operations that are known beforehand, by the text of their documents: the explorer's examples. */
const known: ReadonlyMap<string, string> = new Map(
  readExamples().flatMap(({ query }) => {
    const name = getOperationAST(parse(query))?.name?.value;
    return name === undefined ? [] : [[query, name] as const];
  }),
);

/** What an operation is counted as, by its document as the client has sent it. */
export const countedName = (document: string | undefined): string => known.get(document ?? "") ?? OTHER;
