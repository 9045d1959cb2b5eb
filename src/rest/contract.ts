import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { getOperationAST, Kind, OperationTypeNode } from "graphql";
import type { z } from "zod";
import type { Door } from "../doors.ts";
import type { ErrorCode } from "../errors.ts";
import type { Wording } from "../http/errors.ts";
import type { Method } from "./mount.ts";
import type { FieldNames } from "./names.ts";
import { spokenPath } from "./paths.ts";

/** What a form of an object is made of. */
interface Parts {
  readonly shape: Readonly<Record<string, z.core.$ZodType>>;
}

/**
 * How the answers of two servers may differ in a field and still say the same: `text`, `time` and `token` are any of their
 * kind, an `id` is what the other server calls the same thing, `new id` makes it known, `order` does not count in a list.
 */
export type Leeway = "any" | "text" | "time" | "token" | "id" | "new id" | "order";

/** By the names of fields, wherever in an answer; `""` is the answer itself. */
export type Leeways = Readonly<Record<string, Leeway>>;

/**
 * One line of an old document, as data: what comes in, the GraphQL operation that does it, and what goes out.
 * Nothing else happens in a route: what a route cannot say, the GraphQL operation has to.
 */
export interface RouteSpec<Data, Variables, Input, Answer> {
  readonly method: Method;
  /** As the documents write it: `/api/products/product/{product_id}`. */
  readonly path: string;
  readonly summary: string;
  readonly document: TypedDocumentNode<Data, Variables>;
  /** The form of `{ path, query, body }`; parts that are left out are not read. */
  readonly input?: z.ZodType<Input> & Parts;
  /** May throw an `AppError`. */
  readonly variables: (input: Input) => Variables;
  /** The route's result; a contract may wrap it. May throw an `AppError`. */
  readonly result: (data: Data, input: Input) => NoInfer<Answer>;
  /** The form of the result. */
  readonly answer: z.ZodType<Answer>;
  /** Statuses that differ from the catalogue's. */
  readonly statuses?: Partial<Record<ErrorCode, number>>;
  /** Errors that this route answers as another one. */
  readonly instead?: Partial<Record<ErrorCode, ErrorCode>>;
  /** Answers a request that cannot be read or has the wrong form with this error instead. */
  readonly malformed?: ErrorCode;
  /**
   * What it refuses, as its document says, besides what its input, its limits and its contract as a whole refuse;
   * docs/contracts/coverage.md has the test of each.
   */
  readonly refusals?: readonly ErrorCode[];
  /** What contracts that wrap their results say beside them. */
  readonly message?: string;
  /** For contracts that keep the access token in a cookie: the token that the result brings. */
  readonly startsSession?: (data: Data) => string;
  /** For the same contracts: takes the cookie back, and from whom it does not sign in any more, too. */
  readonly endsSession?: boolean;
  readonly fieldNames?: FieldNames;
  /** What a rehearsal does not hold against an answer, besides what its contract allows. */
  readonly leeways?: Leeways;
}

/** A route whose types have been checked where it was written. */
export type Route = Omit<
  RouteSpec<never, never, never, never>,
  "document" | "variables" | "result" | "answer" | "input" | "startsSession"
> & {
  readonly document: TypedDocumentNode;
  readonly input: (z.ZodType & Parts) | undefined;
  readonly variables: (input: unknown) => Record<string, unknown>;
  readonly result: (data: unknown, input: unknown) => unknown;
  readonly answer: z.ZodType;
  readonly startsSession?: (data: unknown) => string;
};

/** What a route is called outside of its table: `POST /users/login`. No two have one name. */
export const routeName = ({ method, path }: Pick<Route, "method" | "path">): string => `${method} ${spokenPath(path)}`;

/** The root field that does it: `Mutation.login`. */
export function operationOf({ document }: Pick<Route, "document">): string {
  const operation = getOperationAST(document);
  const selection = operation?.selectionSet.selections[0];
  const type = operation?.operation === OperationTypeNode.MUTATION ? "Mutation" : "Query";
  return selection?.kind === Kind.FIELD ? `${type}.${selection.name.value}` : "";
}

/** Checks a route's parts against each other and forgets their types, so that tables can hold routes of all kinds. */
export function route<Data, Variables, Answer, Input = Record<string, never>>(
  spec: RouteSpec<Data, Variables, Input, Answer>,
): Route {
  // The casts only forget what the signature has just proven: `variables` gets what `input` made, `result` what `document` gives.
  return spec as unknown as Route;
}

/** An old document: its routes, and the shape of what it answers. */
export interface Contract {
  readonly door: Door;
  readonly routes: readonly Route[];
  /** What any of its routes may refuse. */
  readonly refusals: readonly ErrorCode[];
  /** What a rehearsal does not hold against any answer of these routes. */
  readonly leeways: Leeways;
  success(route: Route, result: unknown): unknown;
  /** The form of what {@link success} gives. */
  successForm(route: Route): z.ZodType;
  /** The form of its errors with one status. @param codes those that a route may answer with this status */
  refusalForm(status: number, codes: readonly ErrorCode[]): z.ZodType;
  /** How its errors are put; those of a route as the route has it. */
  wording(route?: Route): Wording;
  /** The `Set-Cookie` value that keeps an access token at the client, or with null takes it back. */
  readonly cookie?: (accessToken: string | null) => string;
}
