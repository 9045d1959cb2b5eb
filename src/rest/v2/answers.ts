import { getNullableType, getOperationAST, GraphQLNonNull, isListType, Kind, type SelectionSetNode } from "graphql";
import { z } from "zod";
import { fieldsOf, GraphQLForms } from "./graphql-forms.ts";
import type { Route } from "./routes.ts";
import { fullDocuments } from "./sofa.ts";

/** The forms of what all routes answer when nothing goes wrong, from the documents that answer them; null for 204. */
export async function answerForms(): Promise<ReadonlyMap<Route, z.ZodType | null>> {
  const graphql = new GraphQLForms();
  const forms = new Map<Route, z.ZodType | null>();
  for (const [route, document] of await fullDocuments()) {
    const root = getOperationAST(document)?.selectionSet.selections[0];
    const selected = root?.kind === Kind.FIELD ? root.selectionSet : undefined;
    forms.set(route, route.success === 204 ? null : formOfAnswer(route, selected, graphql));
  }
  return forms;
}

function formOfAnswer(route: Route, selected: SelectionSetNode | undefined, graphql: GraphQLForms): z.ZodType {
  const { answer, field, absent, onDemand = [] } = route;
  if (answer === "page") return page(route, selected, graphql);
  // What a route answers null with is an error.
  const type = absent === undefined ? field.type : new GraphQLNonNull(getNullableType(field.type));
  const form = graphql.formOf(type, selected, onDemand);
  return answer === undefined ? form : z.strictObject({ [answer.named]: form });
}

/** As `answerOf` makes it of a connection: the nodes, and whatever else it has. */
function page({ operation, field, onDemand = [] }: Route, set: SelectionSetNode | undefined, graphql: GraphQLForms) {
  const parts = fieldsOf(field.type, set);
  const edges = parts.find(({ name }) => name === "edges");
  const list = edges && getNullableType(edges.type);
  const node = isListType(list)
    ? fieldsOf(list.ofType, edges?.selected).find(({ name }) => name === "node")
    : undefined;
  if (!node) throw new TypeError(`${operation} is no page`);
  const rest = parts.filter(({ name }) => name !== "edges");
  return z.strictObject({
    items: z.array(graphql.formOf(node.type, node.selected, onDemand)),
    ...Object.fromEntries(rest.map((part) => [part.name, graphql.formOfField(part, onDemand)])),
  });
}
