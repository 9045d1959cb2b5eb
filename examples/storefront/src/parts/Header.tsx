import { Link, NavLink } from "react-router";
import { useViewerId } from "../api/session.ts";
import { PersonIcon } from "./icons.tsx";
import { SearchBox } from "./SearchBox.tsx";

export function Header() {
  const signedIn = useViewerId() !== null;
  return (
    <header className="header">
      <div className="header-inner">
        <Link className="logo" to="/">
          <img src="/favicon.svg" alt="" width={30} height={30} />
          Breadboard
        </Link>
        <SearchBox />
        <nav className="header-links" aria-label="Shop">
          <NavLink to="/products" end>
            Products
          </NavLink>
          <NavLink className="account-link" to={signedIn ? "/account" : "/sign-in"}>
            <PersonIcon />
            {signedIn ? "Account" : "Sign in"}
          </NavLink>
        </nav>
      </div>
    </header>
  );
}
