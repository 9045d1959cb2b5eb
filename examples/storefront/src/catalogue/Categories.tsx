import { Link } from "react-router";
import { useQuery } from "urql";
import { graphql } from "../gql/index.ts";
import { addressOf, withChoice } from "./listing.ts";

const CategoryList = graphql(`
  query CategoryList {
    categories {
      nodeId
      name
      productCount
    }
  }
`);

/** Chooses among the products of one category, and whether they have to be there. */
export function Categories({ params }: { readonly params: URLSearchParams }) {
  const [{ data }] = useQuery({ query: CategoryList });
  const chosen = params.get("category");
  const link = (name: string | null, label: string, count?: number) => (
    <li key={label}>
      <Link to={addressOf(withChoice(params, "category", name))} aria-current={name === chosen ? "true" : undefined}>
        {label}
        {count !== undefined && <span className="count">{count}</span>}
      </Link>
    </li>
  );
  return (
    <nav className="categories" aria-label="Categories">
      <p className="categories-title">Categories</p>
      <ul>
        {link(null, "All products")}
        {data?.categories.map(({ name, productCount }) => link(name, name, productCount))}
      </ul>
    </nav>
  );
}
