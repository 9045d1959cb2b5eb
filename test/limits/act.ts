import type { Answer, TestServer } from "../fixtures/server.ts";
import { type Actor, call, graphql, type Shape } from "./support.ts";

/** What acts are done to. */
export interface Shelf {
  readonly productId: number;
  /** Somebody else's account. */
  readonly userId: number;
}

export interface ActDoor {
  readonly shape: Shape;
  /** Of a try that is let through; not every one gets what it asked for. */
  readonly status: number;
  /** One try, as far as possible another one each time. */
  send(server: TestServer, caller: Actor, shelf: Shelf): Promise<Answer>;
}

export interface Act {
  /** The root field behind every door. */
  readonly field: string;
  /** A minute; as docs/contracts has it. */
  readonly limit: number;
  readonly doors: readonly ActDoor[];
}

export type Body = (caller: Actor, shelf: Shelf) => Record<string, unknown> | undefined;

export const viaGraphql = (query: string, variables: Body = () => ({}), status = 200): ActDoor => ({
  shape: "graphql",
  status,
  send: (server, caller, shelf) => graphql(server, caller, query, variables(caller, shelf)),
});

const viaRest =
  (shape: Shape) =>
  (route: string, body: Body = () => undefined, status = 200): ActDoor => {
    const [method = "", path = ""] = route.split(" ");
    return {
      shape,
      status,
      send: (server, caller, shelf) => {
        const filled = path
          .replace("{user}", String(caller.id))
          .replace("{product}", String(shelf.productId))
          .replace("{other}", String(shelf.userId));
        return call(server, caller, method, filled, body(caller, shelf));
      },
    };
  };

export const bearer = viaRest("bearer");
export const envelope = viaRest("envelope");
export const rest = viaRest("rest");
