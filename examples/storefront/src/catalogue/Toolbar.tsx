import { useNavigate } from "react-router";
import { addressOf, sortingOf, sortingsOf, withChoice } from "./listing.ts";

interface Props {
  readonly params: URLSearchParams;
  /** How many products there are; undefined before anybody knows. */
  readonly found: number | undefined;
}

/** How many were found, whether they have to be in stock, and in which order. */
export function Toolbar({ params, found }: Props) {
  const navigate = useNavigate();
  const choose = (name: string, value: string | null): void =>
    void navigate(addressOf(withChoice(params, name, value)), { preventScrollReset: true });
  return (
    <div className="toolbar">
      <output>{found === undefined ? "Looking…" : `${found} ${found === 1 ? "product" : "products"}`}</output>
      <label className="check">
        <input
          type="checkbox"
          checked={params.has("stock")}
          onChange={({ target }) => choose("stock", target.checked ? "1" : null)}
        />
        In stock only
      </label>
      <label className="sort">
        Sort by
        <select value={sortingOf(params)?.name} onChange={({ target }) => choose("sort", target.value)}>
          {sortingsOf(params).map(({ name, label }) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
