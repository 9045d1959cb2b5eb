import { useSearchParams } from "react-router";
import { useQuery } from "urql";
import { graphql } from "../gql/index.ts";
import { Failure } from "../parts/Message.tsx";
import { Categories } from "./Categories.tsx";
import { variablesOf } from "./listing.ts";
import { NothingFound } from "./NothingFound.tsx";
import { Pager } from "./Pager.tsx";
import { CardSkeletons, ProductCards } from "./ProductCards.tsx";
import { Toolbar } from "./Toolbar.tsx";
import { Title } from "../parts/Title.tsx";

const Products = graphql(`
  query Products(
    $filter: ProductFilter
    $orderBy: ProductOrder
    $first: Int
    $after: String
    $last: Int
    $before: String
  ) {
    products(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
      totalCount
      edges {
        node {
          id
          ...ProductCard
        }
      }
      pageInfo {
        ...Pager
      }
    }
  }
`);

/** Products, by what the address says of them. */
export function CataloguePage() {
  const [params] = useSearchParams();
  const [{ data, error, fetching }, ask] = useQuery({ query: Products, variables: variablesOf(params) });
  const search = params.get("q");
  const category = params.get("category");
  const title = search === null ? (category ?? "All products") : `“${search}”`;
  return (
    <div className="catalogue">
      <Title>{title}</Title>
      <Categories params={params} />
      <section className="results" aria-labelledby="title" aria-busy={fetching}>
        <h1 id="title">{title}</h1>
        <Toolbar params={params} found={data?.products.totalCount} />
        {error && !fetching ? (
          <Failure error={error} onRetry={() => ask({ requestPolicy: "network-only" })} />
        ) : data ? (
          <>
            <ProductCards of={data.products.edges.map(({ node }) => node)} />
            {data.products.edges.length === 0 && <NothingFound />}
            <Pager of={data.products.pageInfo} params={params} />
          </>
        ) : (
          <CardSkeletons count={8} />
        )}
      </section>
    </div>
  );
}
