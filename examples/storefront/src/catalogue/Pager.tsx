import { Link } from "react-router";
import { fragmentData, type FragmentType, graphql } from "../gql/index.ts";
import { addressOf, withChoice } from "./listing.ts";

const PageInfo = graphql(`
  fragment Pager on PageInfo {
    hasPreviousPage
    startCursor
    hasNextPage
    endCursor
  }
`);

interface Props {
  readonly of: FragmentType<typeof PageInfo>;
  readonly params: URLSearchParams;
}

/** To the pages before and behind this one, by its cursors. */
export function Pager({ of, params }: Props) {
  const { hasPreviousPage, startCursor, hasNextPage, endCursor } = fragmentData(PageInfo, of);
  if (!hasPreviousPage && !hasNextPage) return null;
  return (
    <nav className="pager" aria-label="Pages">
      {hasPreviousPage && (
        <Link className="button quiet" rel="prev" to={addressOf(withChoice(params, "before", startCursor ?? null))}>
          ← Previous
        </Link>
      )}
      {hasNextPage && (
        <Link className="button" rel="next" to={addressOf(withChoice(params, "after", endCursor ?? null))}>
          Next page →
        </Link>
      )}
    </nav>
  );
}
