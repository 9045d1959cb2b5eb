import { buildSchema, type DocumentNode, type ExecutionResult, Kind, printSchema, visit } from "graphql";
import { useSofa } from "sofa-api";
import type { Context } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { schema } from "../../schema/index.ts";
import { execute } from "../execute.ts";
import type { Asked } from "./input.ts";
import { type Route, routes } from "./routes.ts";
import { BASE } from "./table.ts";

/** One request that has been read and found in order. */
export interface Call extends Asked {
  readonly route: Route;
  readonly context: Context;
}

/** What a route answers when nothing went wrong. */
export interface Success {
  readonly status: number;
  /** JSON. */
  readonly text: string;
}

/** How an error gets past SOFA, whose handler for them knows neither the request nor its id. */
class Refusal extends Response {
  readonly reason: unknown;

  constructor(reason: unknown) {
    super(null, { status: 500 });
    this.reason = reason;
  }
}

/**
 * SOFA over the schema: it writes each route's operation, with all that its type can tell, runs it and gives it its
 * status. It sees requests of the table only, and none of what the client sent: its own reading of arguments prefers the
 * query to the body, drops null and "", and makes text of numbers. The call that was read for it goes beside the request,
 * with all that an app's own is, so that a process has one SOFA.
 * @returns runs a call; throws what the operation failed with
 */
export const sofaOver = (): Run => (ofThisProcess ??= madeOver());

type Run = (call: Call) => Promise<Success>;
let ofThisProcess: Run | undefined;

function madeOver(): Run {
  const lean = leanDocuments();
  const fetch = sofaThat<Call>((document, call) => run(call, lean(document, call)));
  return async (call) => {
    const response = await fetch(call.route, call);
    if (response instanceof Refusal) throw response.reason;
    if (response?.status !== call.route.success) throw new Error(`SOFA does not serve ${call.route.operation}`);
    return { status: response.status, text: await response.text() };
  };
}

/** SOFA with an engine of ours. @returns answers a route; what goes beside it is for the engine */
function sofaThat<Beside>(execute: (document: DocumentNode, beside: Beside) => Promise<ExecutionResult>) {
  const sofa = useSofa({
    basePath: BASE,
    // It looks up what arguments are for in a type's syntax, which Pothos leaves none of: for each argument it would print
    // and parse all of Query or Mutation, which took more of a start than anything else.
    schema: buildSchema(printSchema(schema)),
    routes: Object.fromEntries(
      routes.map(({ operation, method, path, success }) => [
        operation,
        { method, path: path.replaceAll(/\{(\w+)\}/g, ":$1"), responseStatus: success },
      ]),
    ),
    // Its pages load scripts from elsewhere.
    openAPI: { endpoint: false },
    swaggerUI: { endpoint: false },
    // What `fetch` is given below.
    context: (given) => (given as unknown as { readonly beside: Beside }).beside,
    execute: ({ document, contextValue }) => execute(document, contextValue as Beside), // see above
    // SOFA's type for responses is narrower than the standard one; it passes them on as they are.
    errorHandler: ([cause]) => new Refusal(cause) as never,
  });
  return async ({ method, path }: Route, beside: Beside): Promise<Response | undefined> => {
    const url = `http://sofa.invalid${BASE}${path.replaceAll(/\{\w+\}/g, "_")}`;
    return sofa.fetch(url, { method }, { beside });
  };
}

/** The document of each route with all that can be shown on demand, for those who describe what it answers. */
export async function fullDocuments(): Promise<ReadonlyMap<Route, DocumentNode>> {
  const documents = new Map<Route, DocumentNode>();
  const fetch = sofaThat<Route>(async (document, route) => {
    documents.set(route, withoutWalks(document, route, alwaysHidden(route)));
    return { data: { [route.field.name]: null } };
  });
  for (const route of routes) await fetch(route, route);
  return documents;
}

async function run({ route, context, variables }: Call, document: DocumentNode): Promise<ExecutionResult> {
  const { name } = route.field;
  const { [name]: result } = await execute(document, variables, context);
  if (result == null && route.absent) throw new AppError(route.absent);
  return { data: { [name]: answerOf(route, result) } };
}

function answerOf({ answer }: Route, result: unknown): unknown {
  if (answer === undefined) return result;
  if (answer !== "page") return { [answer.named]: result };
  // The type of a page's field is a connection: a test goes through every route.
  const { edges, ...rest } = result as { readonly edges: readonly { readonly node: unknown }[] };
  return { items: edges.map(({ node }) => node), ...rest };
}

/** A node's id is of use only where one can ask for a `node`, and a page's ends have the cursors that one needs. */
const alwaysHidden = ({ answer }: Route): readonly string[] => ["nodeId", ...(answer === "page" ? ["cursor"] : [])];

/** SOFA selects every field of a type: this leaves out those that cost something and are not asked for, or not shown. */
function leanDocuments(): (document: DocumentNode, call: Call) => DocumentNode {
  const kept = new Map<string, DocumentNode>();
  return (document, { route, shown }) => {
    const hidden = [...alwaysHidden(route), ...(route.onDemand ?? []).filter((name) => !shown.has(name))];
    const key = `${route.operation} ${hidden.join(" ")}`;
    const lean = kept.get(key) ?? withoutWalks(document, route, hidden);
    kept.set(key, lean);
    return lean;
  };
}

/** An answer has what a thing is, not what can be asked of it: fields that take arguments lead on through the graph. */
function withoutWalks(document: DocumentNode, { field }: Route, hidden: readonly string[]): DocumentNode {
  const own = field.args.map(({ name }) => name);
  return visit(document, {
    [Kind.VARIABLE_DEFINITION]: ({ variable }) => (own.includes(variable.name.value) ? undefined : null),
    [Kind.FIELD]: (node, _key, _parent, _path, ancestors) => {
      const isRoot = !ancestors.some((ancestor) => "kind" in ancestor && ancestor.kind === Kind.FIELD);
      const leadsOn = (node.arguments ?? []).length > 0;
      return !isRoot && (leadsOn || hidden.includes(node.name.value)) ? null : undefined;
    },
  });
}
