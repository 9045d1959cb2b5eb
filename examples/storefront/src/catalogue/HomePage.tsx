import { Link } from "react-router";
import { useQuery } from "urql";
import { graphql } from "../gql/index.ts";
import { Failure } from "../parts/Message.tsx";
import { CategoryTiles } from "./CategoryTiles.tsx";
import { CardSkeletons, ProductCards } from "./ProductCards.tsx";
import { Picture } from "../parts/Picture.tsx";
import { Title } from "../parts/Title.tsx";

/** All that the first page shows, in one request. */
const Home = graphql(`
  query Home {
    categories {
      ...CategoryTile
    }
    popularProducts(first: 8) {
      id
      image {
        ...Picture
      }
      ...ProductCard
    }
  }
`);

export function HomePage() {
  const [{ data, error, fetching }, ask] = useQuery({ query: Home });
  return (
    <>
      <Title>Parts for things you build</Title>
      <section className="hero">
        <div>
          <p className="kicker">Sensors, boards, plugs and tools</p>
          <h1>Parts for the thing on your bench.</h1>
          <p>Every part with its data, its honest limits and what is really in stock.</p>
          <Link className="button" to="/products">
            See all products
          </Link>
        </div>
        <div className="hero-pictures">
          {data?.popularProducts.slice(0, 3).map(({ id, image }) => (
            <Picture key={id} of={image} decorative first />
          ))}
        </div>
      </section>
      {error && !fetching ? (
        <Failure error={error} onRetry={() => ask({ requestPolicy: "network-only" })} />
      ) : (
        <>
          <section aria-labelledby="categories">
            <h2 id="categories">Shop by category</h2>
            <CategoryTiles of={data?.categories} />
          </section>
          <section aria-labelledby="popular">
            <h2 id="popular">Popular right now</h2>
            {data ? <ProductCards of={data.popularProducts} /> : <CardSkeletons count={8} />}
          </section>
        </>
      )}
    </>
  );
}
