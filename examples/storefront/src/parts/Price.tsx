import { fragmentData, type FragmentType, graphql } from "../gql/index.ts";

const Money = graphql(`
  fragment Money on Money {
    amount
    currency
  }
`);

/** Small parts cost fractions of a cent; other amounts have as many decimals as their currency. */
const MOST_DECIMALS = 4;

/** As the reader's language writes it. The amount is text, and exact to the last digit. */
export function Price({ of }: { readonly of: FragmentType<typeof Money> }) {
  const { amount, currency } = fragmentData(Money, of);
  const format = new Intl.NumberFormat(navigator.language, {
    style: "currency",
    currency,
    maximumFractionDigits: MOST_DECIMALS,
  });
  return <span className="price">{format.format(amount)}</span>;
}
