import { Link } from "react-router";
import { fragmentData, type FragmentType, graphql } from "../gql/index.ts";
import { Picture } from "../parts/Picture.tsx";

const CategoryTile = graphql(`
  fragment CategoryTile on Category {
    nodeId
    name
    productCount
    products(first: 1) {
      edges {
        node {
          image {
            ...Picture
          }
        }
      }
    }
  }
`);

/** How many places to keep free before the categories are there. */
const EXPECTED = 11;

export function CategoryTiles({ of }: { readonly of: readonly FragmentType<typeof CategoryTile>[] | undefined }) {
  if (of === undefined) {
    return (
      <ul className="tiles" aria-hidden="true">
        {Array.from({ length: EXPECTED }, (_, index) => (
          <li className="tile skeleton" key={index} />
        ))}
      </ul>
    );
  }
  return (
    <ul className="tiles">
      {fragmentData(CategoryTile, of).map(({ nodeId, name, productCount, products }) => (
        <li className="tile" key={nodeId}>
          <Picture of={products.edges[0]?.node.image} decorative />
          <Link to={`/products?${new URLSearchParams({ category: name }).toString()}`}>{name}</Link>
          <span className="count">{productCount} products</span>
        </li>
      ))}
    </ul>
  );
}
