import type { SubmitEvent } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { SearchIcon } from "./icons.tsx";

/** Leads to the products that a search finds, in whatever category. */
export function SearchBox() {
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const search = params.get("q") ?? "";

  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    const typed = new FormData(event.currentTarget).get("q");
    const q = typeof typed === "string" ? typed.trim() : "";
    void navigate(q === "" ? "/products" : `/products?${new URLSearchParams({ q }).toString()}`);
  }

  return (
    <search className="search">
      <form onSubmit={submit}>
        {/* Another search makes another box, which begins with it. */}
        <input
          key={search}
          type="search"
          name="q"
          defaultValue={search}
          placeholder="Search parts, article numbers…"
          aria-label="Search the shop"
          autoComplete="off"
          enterKeyHint="search"
        />
        <button type="submit" aria-label="Search">
          <SearchIcon />
        </button>
      </form>
    </search>
  );
}
