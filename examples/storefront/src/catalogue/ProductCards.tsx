import { Link } from "react-router";
import { fragmentData, type FragmentType, graphql } from "../gql/index.ts";
import { Picture } from "../parts/Picture.tsx";
import { Price } from "../parts/Price.tsx";
import { Stock } from "../parts/Stock.tsx";

const ProductCard = graphql(`
  fragment ProductCard on Product {
    id
    name
    model
    quantity
    price {
      ...Money
    }
    image {
      ...Picture
    }
  }
`);

export type CardOf = FragmentType<typeof ProductCard> & { readonly id: string };

export const ProductCards = ({ of: products }: { readonly of: readonly CardOf[] }) => (
  <ul className="cards">
    {products.map((product) => (
      <Card key={product.id} of={product} />
    ))}
  </ul>
);

function Card({ of }: { readonly of: FragmentType<typeof ProductCard> }) {
  const { id, name, model, quantity, price, image } = fragmentData(ProductCard, of);
  return (
    <li className="card">
      <Picture of={image} decorative />
      <div className="card-text">
        <h2 className="card-name">
          <Link to={`/products/${id}`}>{name}</Link>
        </h2>
        <p className="model">{model}</p>
        <div className="card-foot">
          <Price of={price} />
          <Stock quantity={quantity} />
        </div>
      </div>
    </li>
  );
}

/** Where cards are going to be. */
export const CardSkeletons = ({ count }: { readonly count: number }) => (
  <ul className="cards" aria-hidden="true">
    {Array.from({ length: count }, (_, index) => (
      <li className="card skeleton" key={index}>
        <span className="picture" />
        <div className="card-text">
          <span className="line" />
          <span className="line short" />
        </div>
      </li>
    ))}
  </ul>
);
