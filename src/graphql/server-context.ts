import type { Request, Response } from "express";

/** What Yoga hands to its plugins and to the context: Express's own request and response. */
export interface ServerContext {
  readonly req: Request;
  readonly res: Response;
  /** The operation as it was sent; before it has been read there is none. */
  readonly params?: { readonly query?: string | undefined };
}
