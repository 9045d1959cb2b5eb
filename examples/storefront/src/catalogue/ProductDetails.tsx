import { fragmentData, type FragmentType, graphql } from "../gql/index.ts";
import { Description } from "../parts/Description.tsx";
import { Picture } from "../parts/Picture.tsx";
import { Price } from "../parts/Price.tsx";
import { Stock } from "../parts/Stock.tsx";

const Details = graphql(`
  fragment ProductDetails on Product {
    name
    model
    description
    quantity
    price {
      ...Money
    }
    image {
      ...Picture
    }
  }
`);

export function ProductDetails({ of }: { readonly of: FragmentType<typeof Details> }) {
  const { name, model, description, quantity, price, image } = fragmentData(Details, of);
  return (
    <article className="product">
      <Picture of={image} first />
      <div className="product-text">
        <h1>{name}</h1>
        <p className="product-price">
          <Price of={price} />
          <Stock quantity={quantity} />
        </p>
        {model !== "" && (
          <p className="model">
            Article number <strong>{model}</strong>
          </p>
        )}
        {description != null && <Description html={description} />}
      </div>
    </article>
  );
}

export const ProductSkeleton = () => (
  <div className="product skeleton" aria-hidden="true">
    <span className="picture" />
    <div className="product-text">
      <span className="line" />
      <span className="line short" />
      <span className="line" />
      <span className="line" />
    </div>
  </div>
);
