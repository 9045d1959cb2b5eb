/** Where the shop is, and somebody who may sign in there. */
export interface Shop {
  /** Of its GraphQL door, e.g. `http://localhost:4000/graphql`. */
  readonly url: string;
  readonly account: string;
  readonly password: string;
}

/** What every example finds out. */
export interface Outcome {
  /** The names of the three cheapest products. */
  readonly cheapest: readonly string[];
  /** The price of the first of them, as people write it. */
  readonly price: string;
  /** Its name once more, looked up by its `nodeId`. */
  readonly again: string | undefined;
  /** The address of the account that has signed in. */
  readonly signedInAs: string | null | undefined;
  /** Which field was wrong in a registration without a real address, and what a program can tell of it. */
  readonly wrong: { readonly path: unknown; readonly code: unknown };
}

/** An amount is a decimal in a string, since a float would not be exact. */
export const priceOf = ({ amount, currency }: { readonly amount: string; readonly currency: string }): string =>
  new Intl.NumberFormat("en", { style: "currency", currency }).format(Number(amount));

/** The first field that an error names; a form shows its message there. */
export function firstWrongField(extensions: unknown): Outcome["wrong"] {
  const { fields } = extensions as { readonly fields: readonly Outcome["wrong"][] }; // as docs of VALIDATION_FAILED say
  return { path: fields[0]?.path, code: fields[0]?.code };
}
