import { Link, useParams } from "react-router";
import { useQuery } from "urql";
import { graphql } from "../gql/index.ts";
import { Failure, NotFound } from "../parts/Message.tsx";
import { ProductCards } from "./ProductCards.tsx";
import { ProductDetails, ProductSkeleton } from "./ProductDetails.tsx";
import { Title } from "../parts/Title.tsx";

const Product = graphql(`
  query Product($id: ID!) {
    product(id: $id) {
      name
      category {
        name
      }
      ...ProductDetails
      related(first: 4) {
        id
        ...ProductCard
      }
    }
  }
`);

export function ProductPage() {
  const { id = "" } = useParams();
  const [{ data, error, fetching }, ask] = useQuery({ query: Product, variables: { id } });
  // Until another product is there, urql has the one before.
  if (fetching) return <ProductSkeleton />;
  if (error) return <Failure error={error} onRetry={() => ask({ requestPolicy: "network-only" })} />;
  if (!data?.product) return <NotFound />;
  const { name, category, related } = data.product;
  return (
    <>
      <Title>{name}</Title>
      <nav className="crumbs" aria-label="You are here">
        <Link to="/products">Products</Link>
        {category && (
          <Link to={`/products?${new URLSearchParams({ category: category.name }).toString()}`}>{category.name}</Link>
        )}
      </nav>
      <ProductDetails of={data.product} />
      {related.length > 0 && (
        <section aria-labelledby="related">
          <h2 id="related">More like this</h2>
          <ProductCards of={related} />
        </section>
      )}
    </>
  );
}
