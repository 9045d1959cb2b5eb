import { type DocumentNode, execute as run } from "graphql";
import type { Context } from "../context.ts";
import { schema } from "../schema/index.ts";
import { tracedOperation } from "../traces/trace.ts";

type Data = Readonly<Record<string, unknown>>;

/**
 * Runs an operation of our own, whose variables have been read.
 * @returns its data; an operation of ours asks for one root field, so that one error is all there is
 * @throws what the resolver threw
 */
export async function execute(document: DocumentNode, variables: Data, context: Context): Promise<Data> {
  const { data, errors } = await tracedOperation({ document, variables }, () =>
    run({ schema, document, variableValues: variables, contextValue: context }),
  );
  if (errors?.[0]) throw errors[0].originalError ?? errors[0];
  return data ?? {};
}
