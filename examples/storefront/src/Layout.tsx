import { useEffect, useRef, useState } from "react";
import { Outlet, ScrollRestoration, useLocation } from "react-router";
import { Provider } from "urql";
import { createClient } from "./api/client.ts";
import { useFarewell, useViewerId } from "./api/session.ts";
import { Header } from "./parts/Header.tsx";

/** What all pages have around them. */
export function Layout() {
  return <Shop key={useViewerId()} />;
}

/** The shop as one viewer sees it; for another one it is made anew. */
function Shop() {
  const [client] = useState(createClient);
  const farewell = useFarewell();
  const { pathname } = useLocation();
  return (
    <Provider value={client}>
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <Header />
      <main id="main" tabIndex={-1} ref={useFocusOnArrival(pathname)}>
        <output className="farewell">{farewell}</output>
        <Outlet />
      </main>
      <footer className="footer">
        <p>Breadboard is an example: these pages call the storefront API from another origin. Nothing is for sale.</p>
      </footer>
      <ScrollRestoration />
    </Provider>
  );
}

/** Whoever uses the keyboard, or has pages read to them, goes on at the new page's beginning. */
function useFocusOnArrival(pathname: string) {
  const main = useRef<HTMLElement>(null);
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    main.current?.focus({ preventScroll: true });
  }, [pathname]);
  return main;
}
