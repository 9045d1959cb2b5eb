/** What an act finds out about itself while it runs, for the trail. There is one a request, since GraphQL runs mutations one by one. */
export interface Concern {
  /** The account that somebody wants to get into. */
  accountId: number | null;
  /** What the login history says of it. */
  reason: string | null;
}

export const noConcern = (): Concern => ({ accountId: null, reason: null });
